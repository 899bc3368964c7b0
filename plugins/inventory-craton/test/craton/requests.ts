import type { Json, JsonObject } from '@inspector/plugin-api';
import { isJsonObject } from '@inspector/plugin-api/ramdisk-data';
import { Duplicate, setVariables, type Kind, type Resource, type Tables } from './tables.js';

/** Who asks. */
export interface Requester {
  readonly projectId: string;
  /** Sees and changes the resources of all projects. */
  readonly isAdmin: boolean;
}

/** An answer; without a body where that is undefined. */
export interface Answer {
  readonly status: number;
  readonly body?: Json;
  readonly location?: string;
}

/** A request with a body that is JSON. */
export interface Request {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly base: string;
}

interface Form {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly put: readonly string[];
  readonly filters: readonly string[];
}

const FORMS: Readonly<Record<Kind, Form>> = {
  clouds: {
    required: ['name'],
    optional: ['note', 'variables'],
    put: ['name', 'note'],
    filters: ['id', 'name'],
  },
  regions: {
    required: ['name', 'cloud_id'],
    optional: ['note', 'variables'],
    put: ['name', 'note'],
    filters: ['id', 'name', 'cloud_id'],
  },
  hosts: {
    required: ['name', 'cloud_id', 'region_id', 'ip_address', 'device_type'],
    optional: ['cell_id', 'parent_id', 'active', 'note', 'labels', 'variables'],
    put: ['active', 'note', 'ip_address', 'name', 'device_type', 'parent_id'],
    filters: ['id', 'name', 'cloud_id', 'region_id', 'cell_id', 'ip_address', 'device_type', 'label', 'vars'],
  },
};
/** Columns that are there without a word. */
const EMPTY: Readonly<Record<Kind, JsonObject>> = {
  clouds: { note: null },
  regions: { note: null },
  hosts: { note: null, active: true, cell_id: null, parent_id: null },
};
const PAGING = ['limit', 'marker', 'sort_keys', 'sort_dir'];
const FALSE = new Set(['n', 'no', 'false', '0', '']);
const NULLABLE = new Set(['note', 'parent_id', 'cell_id']);
const NUMBERS = new Set(['cloud_id', 'region_id', 'cell_id', 'parent_id']);

/** What Craton v1 answers to a request that was authenticated. */
export function answer(tables: Tables, who: Requester, request: Request): Answer {
  const [kind = '', id, part, ...more] = request.path;
  if (!(kind in FORMS) || more.length > 0) return error(404, 'Not Found');
  const of = kind as Kind;
  if (id === undefined) {
    if (request.method === 'GET') return list(tables, who, of, request);
    return request.method === 'POST' ? create(tables, who, of, request) : error(405, 'Method Not Allowed');
  }
  const found = visible(tables, who, of).find((one) => String(one.id) === id);
  if (part === 'variables') return variables(tables, of, found, request);
  if (part === 'labels' && of === 'hosts') return labels(found, request);
  if (part !== undefined) return error(404, 'Not Found');
  return one(tables, of, found, request);
}

function list(tables: Tables, who: Requester, kind: Kind, { query, base }: Request): Answer {
  const { filters } = FORMS[kind];
  const allowed = [...filters, ...PAGING, 'details', 'resolved-values'];
  const unknown = [...query.keys()].filter((name) => !allowed.includes(name));
  if (unknown.length > 0)
    return invalid(unknown.map((name) => `Additional properties are not allowed ('${name}')`));
  const limit = Number(query.get('limit') ?? 30);
  if (!Number.isInteger(limit) || limit < 10 || limit > 100)
    return invalid([`limit: ${limit} is not in 10-100`]);
  let rows = visible(tables, who, kind).filter((row) =>
    filters.every((name) => {
      const wanted = query.get(name);
      return wanted === null || String(name === 'id' ? row.id : row.fields[name]) === wanted;
    }),
  );
  if (rows.length === 0 && query.has('name') && kind !== 'hosts') return error(404, 'Not Found');
  const marker = query.get('marker');
  if (marker !== null) {
    const at = rows.findIndex((row) => String(row.id) === marker);
    if (at < 0) return error(400, `Marker "${marker}" does not exist`);
    rows = rows.slice(at + 1);
  }
  const page = rows.slice(0, limit);
  const isDetailed = !FALSE.has(query.get('details') ?? 'false');
  const isResolved = !FALSE.has(query.get('resolved-values') ?? 'true');
  const last = page.at(-1);
  const links = [
    ...(last === undefined
      ? []
      : [{ rel: 'next', href: `${base}/${kind}?limit=${limit}&marker=${last.id}` }]),
    { rel: 'prev', href: `${base}/${kind}?limit=${limit}` },
  ];
  const shownRows = page.map((row) => ({
    ...shown(kind, row, base),
    ...(isDetailed && { variables: isResolved ? resolved(tables, row) : row.variables }),
  }));
  return { status: 200, body: { [kind]: shownRows, links } };
}

function create(tables: Tables, who: Requester, kind: Kind, { body, base }: Request): Answer {
  const { required, optional } = FORMS[kind];
  const faults = [
    ...faultsOf(body, [...required, ...optional]),
    ...required
      .filter((name) => !Object.hasOwn(isJsonObject(body) ? body : {}, name))
      .map((name) => `'${name}' is a required property`),
  ];
  if (faults.length > 0 || !isJsonObject(body)) return invalid(faults);
  try {
    const row = tables.insert(kind, who.projectId, { ...EMPTY[kind], ...body });
    const answered = { ...shown(kind, row, base), variables: row.variables };
    return { status: 201, location: `${base}/${kind}/${row.id}`, body: answered };
  } catch (fault) {
    if (fault instanceof Duplicate) return error(409, fault.message);
    throw fault;
  }
}

function one(tables: Tables, kind: Kind, row: Resource | undefined, request: Request): Answer {
  const { method, body, base } = request;
  if (method === 'GET') {
    if (row === undefined) return error(404, 'Not Found');
    const isResolved = !FALSE.has(request.query.get('resolved-values') ?? 'true');
    const variables = isResolved ? resolved(tables, row) : row.variables;
    return { status: 200, body: { ...shown(kind, row, base), variables } };
  }
  if (method === 'PUT') {
    const faults = faultsOf(body, FORMS[kind].put);
    if (faults.length > 0 || !isJsonObject(body)) return invalid(faults);
    if (row === undefined) return error(500, 'Internal Server Error');
    const parent = tables.hosts.find(({ id }) => id === body['parent_id']);
    if (parent !== undefined && tables.lineage(parent).includes(row)) {
      return error(400, 'A device cannot have itself or a descendant as its parent.');
    }
    tables.update(kind, row, body);
    return { status: 200, body: shown(kind, row, base) };
  }
  if (method !== 'DELETE') return error(405, 'Method Not Allowed');
  if (row !== undefined) tables.remove(kind, row);
  return { status: 204 };
}

function variables(tables: Tables, kind: Kind, row: Resource | undefined, request: Request): Answer {
  const { method, query, body } = request;
  const allowed = kind === 'hosts' ? ['resolved-values'] : [];
  const unknown = [...query.keys()].filter((name) => !allowed.includes(name));
  if (unknown.length > 0)
    return invalid(unknown.map((name) => `Additional properties are not allowed ('${name}')`));
  if (row === undefined) return error(404, 'Not Found');
  if (method === 'GET') {
    const isResolved = kind === 'hosts' && !FALSE.has(query.get('resolved-values') ?? 'true');
    return { status: 200, body: { variables: isResolved ? resolved(tables, row) : row.variables } };
  }
  if (method === 'PUT') {
    if (!isJsonObject(body)) return invalid(['the body is not of type object']);
    const wrong = Object.keys(body).filter((key) => key === '' || key.length > 255);
    if (wrong.length > 0) return invalid(wrong.map((key) => `'${key}' is no key`));
    setVariables(row, body);
    return { status: 200, body: { variables: row.variables } };
  }
  if (method !== 'DELETE') return error(405, 'Method Not Allowed');
  if (!Array.isArray(body)) return invalid(['the body is not of type array']);
  row.variables = Object.fromEntries(Object.entries(row.variables).filter(([key]) => !body.includes(key)));
  return { status: 204 };
}

function labels(row: Resource | undefined, { method, body }: Request): Answer {
  if (row === undefined) return error(404, 'Not Found');
  if (method === 'GET') return { status: 200, body: { labels: row.labels } };
  const given = isJsonObject(body) && Object.keys(body).length === 1 ? body['labels'] : undefined;
  if (!Array.isArray(given) || given.some((label) => typeof label !== 'string' || label.length > 255)) {
    return invalid(['labels: not a list of labels']);
  }
  if (method === 'PUT') {
    row.labels = [...new Set([...row.labels, ...(given as string[])])];
    return { status: 200, body: { labels: row.labels } };
  }
  if (method !== 'DELETE') return error(405, 'Method Not Allowed');
  row.labels = row.labels.filter((label) => !given.includes(label));
  return { status: 204 };
}

const visible = (tables: Tables, who: Requester, kind: Kind): Resource[] =>
  tables[kind].filter(({ projectId }) => who.isAdmin || projectId === who.projectId);

function shown(kind: Kind, { id, projectId, fields }: Resource, base: string): JsonObject {
  const up = kind === 'hosts' ? 'regions' : 'clouds';
  return { ...fields, id, project_id: projectId, links: [{ rel: 'up', href: `${base}/${up}` }] };
}

/** Variables as a host sees them: its own before those of its parents, its region, and its cloud. */
function resolved(tables: Tables, row: Resource): JsonObject {
  const { cloud_id: cloudId, region_id: regionId } = row.fields;
  const line = [
    ...tables.lineage(row),
    ...tables.regions.filter(({ id }) => id === regionId),
    ...tables.clouds.filter(({ id }) => id === cloudId),
  ];
  return Object.fromEntries(line.reverse().flatMap((one) => Object.entries(one.variables)));
}

function faultsOf(body: Json, allowed: readonly string[]): string[] {
  if (!isJsonObject(body)) return ['the body is not of type object'];
  return Object.entries(body).flatMap(([key, value]) => {
    if (!allowed.includes(key)) return [`Additional properties are not allowed ('${key}' was unexpected)`];
    if (value === null) return NULLABLE.has(key) ? [] : [`${key}: None is not allowed`];
    if (NUMBERS.has(key)) return typeof value === 'number' ? [] : [`${key}: not of type integer`];
    if (key === 'variables') return isJsonObject(value) ? [] : ['variables: not of type object'];
    if (key === 'labels') return Array.isArray(value) ? [] : ['labels: not of type array'];
    if (key === 'active') return typeof value === 'boolean' ? [] : ['active: not of type boolean'];
    return typeof value === 'string' && value.length <= 255 ? [] : [`${key}: not a text of 255 characters`];
  });
}

const invalid = (faults: readonly string[]): Answer =>
  error(
    400,
    ['The request included the following errors:', ...faults.map((fault) => `- ${fault}`)].join('\n'),
  );

/** A body as Craton's errors have it. */
export const error = (status: number, message: string): Answer => ({ status, body: { message, status } });
