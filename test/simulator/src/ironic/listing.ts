import type { Json, JsonObject } from '../json.js';
import { fault } from './answer.js';
import type { Call } from './request.js';
import type { Minor } from './version.js';

/** How resources of one kind are shown. */
export interface Presentation<Resource extends { uuid: string }> {
  /** `nodes` or `ports`: path segment and key of listings. */
  readonly collection: string;
  /** `Node` or `Port`, for texts. */
  readonly singular: string;
  /** What a listing shows without `fields`. */
  readonly shortFields: readonly string[];
  /** Links of a whole resource to what it contains, and the microversion each appeared in. */
  readonly children: Readonly<Record<string, Minor>>;
  readonly visible: (field: string, version: number) => boolean;
  readonly shown: (field: string, value: Json) => Json;
  /** Text that refuses unknown fields. */
  readonly unknownFields: (fields: readonly string[]) => string;
  /** Any resource of the kind, to know which fields exist. */
  readonly sample: () => Resource;
}

/** One resource as JSON, whole or with the chosen fields, with its links. */
export function present<Resource extends { uuid: string; [field: string]: Json }>(
  call: Call,
  kind: Presentation<Resource>,
  resource: Resource,
  fields?: readonly string[],
): JsonObject {
  const wanted = fields ?? Object.keys(resource);
  const shown: JsonObject = {};
  for (const field of wanted) {
    const value = resource[field];
    if (value === undefined || !kind.visible(field, call.version)) continue;
    shown[field] = kind.shown(field, value);
  }
  const path = `${kind.collection}/${resource.uuid}`;
  shown['links'] = links(call.url, path);
  if (fields === undefined) {
    for (const [child, since] of Object.entries(kind.children)) {
      if (call.version >= since) shown[child] = links(call.url, `${path}/${child}`);
    }
  }
  return shown;
}

/** The fields a request chose with `fields=a,b`; unknown ones are 400. */
export function chosenFields<Resource extends { uuid: string }>(
  call: Call,
  kind: Presentation<Resource>,
): readonly string[] | undefined {
  const given = call.query.get('fields');
  if (given === null) return undefined;
  const fields = given.split(',').filter((field) => field !== '');
  const sample = kind.sample();
  const known = (field: string): boolean => Object.hasOwn(sample, field) || field === 'links';
  const unknown = fields.filter((field) => !known(field) || !kind.visible(field, call.version));
  if (unknown.length > 0) throw fault(400, kind.unknownFields(unknown));
  return fields;
}

/**
 * One page of a listing. As in Ironic 21.4 a page that is exactly full names a `next` even when nothing
 * follows, and `next` repeats `fields`, sorting and limit but not filters such as `node`.
 *
 * @param path path of the listing below `/v1/`, for `next`
 */
export function page<Resource extends { uuid: string; [field: string]: Json }>(
  call: Call,
  kind: Presentation<Resource>,
  resources: Iterable<Resource>,
  path: string,
  fields: readonly string[] | undefined,
): JsonObject {
  const limit = pageSize(call);
  const marker = call.query.get('marker');
  const sorted = sortResources(call, resources);
  const after = marker === null ? 0 : sorted.findIndex(({ uuid }) => uuid === marker) + 1;
  if (marker !== null && after === 0) throw fault(404, `${kind.singular} ${marker} could not be found.`);
  const chosen = sorted.slice(after, after + limit);
  const answer: JsonObject = {
    [kind.collection]: chosen.map((resource) => present(call, kind, resource, fields)),
  };
  const last = chosen.at(-1);
  if (last !== undefined && chosen.length === limit) {
    const sorting = `sort_key=${call.query.get('sort_key') ?? 'id'}&sort_dir=${call.query.get('sort_dir') ?? 'asc'}`;
    const selection = fields === undefined ? '' : `&fields=${fields.join(',')}`;
    answer['next'] = `${call.url}/v1/${path}?${sorting}${selection}&limit=${limit}&marker=${last.uuid}`;
  }
  return answer;
}

/** Refuses query parameters a route does not know: 400. */
export function knownParameters(call: Call, known: readonly string[]): void {
  const unknown = [...new Set(call.query.keys())].filter((name) => !known.includes(name));
  if (unknown.length > 0) throw fault(400, `Unexpected arguments: ${unknown.join(', ')}`);
}

function pageSize(call: Call): number {
  const given = call.query.get('limit');
  if (given === null) return call.pageLimit;
  if (!/^-?\d+$/.test(given)) throw fault(400, `Expected an integer for limit: ${given}`);
  const limit = Number(given);
  if (limit <= 0) throw fault(400, 'Limit must be positive');
  return Math.min(limit, call.pageLimit);
}

function sortResources<Resource extends { [field: string]: Json }>(
  call: Call,
  resources: Iterable<Resource>,
): Resource[] {
  const sorted = [...resources];
  const key = call.query.get('sort_key') ?? 'id';
  if (key !== 'id') sorted.sort((one, other) => compare(String(one[key] ?? ''), String(other[key] ?? '')));
  return call.query.get('sort_dir') === 'desc' ? sorted.reverse() : sorted;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function links(url: string, path: string): Json {
  return [
    { href: `${url}/v1/${path}`, rel: 'self' },
    { href: `${url}/${path}`, rel: 'bookmark' },
  ];
}
