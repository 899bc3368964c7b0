import { isIP } from 'node:net';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { asStored, collated, DatabaseFailure } from './mysql-json.js';

/** Kinds of resources that the fake has. */
export type Kind = 'clouds' | 'regions' | 'hosts';

/** A resource of Craton. */
export interface Resource {
  readonly id: number;
  readonly projectId: string;
  /** Its columns. */
  fields: JsonObject;
  variables: JsonObject;
  labels: string[];
}

/** A name that is taken: 409. */
export class Duplicate extends Error {}

const SINGULAR = { clouds: 'cloud', regions: 'region', hosts: 'device' } as const;

/** The database of a Craton: constraints fail as in MySQL. */
export class Tables {
  readonly clouds: Resource[] = [];
  readonly regions: Resource[] = [];
  readonly hosts: Resource[] = [];
  /** Names of network devices by region: they share the names of hosts. */
  readonly networkDevices: { readonly regionId: number; readonly name: string }[] = [];
  #lastId = 0;

  insert(kind: Kind, projectId: string, { variables, labels, ...fields }: JsonObject): Resource {
    this.#check(kind, fields);
    const scope = this.#scopeOf(kind, projectId, fields);
    const name = collated(String(fields['name']));
    const isTaken =
      this[kind].some(
        (one) => this.#scopeOf(kind, one.projectId, one.fields) === scope && nameOf(one) === name,
      ) ||
      (kind === 'hosts' &&
        this.networkDevices.some(
          (one) => one.regionId === fields['region_id'] && collated(one.name) === name,
        ));
    if (isTaken) throw new Duplicate(`A ${SINGULAR[kind]} with the given name already exists.`);
    const resource: Resource = {
      id: ++this.#lastId,
      projectId,
      fields: columns(fields),
      variables: {},
      labels: [],
    };
    setVariables(resource, (variables ?? {}) as JsonObject);
    resource.labels.push(...new Set((labels ?? []) as string[]));
    this[kind].push(resource);
    return resource;
  }

  update(kind: Kind, resource: Resource, fields: JsonObject): void {
    const merged = { ...resource.fields, ...fields };
    this.#check(kind, merged);
    const isTaken = this[kind].some(
      (one) =>
        one !== resource && nameOf(one) === collated(String(merged['name'])) && sameScope(one, resource),
    );
    if (isTaken) throw new DatabaseFailure('Duplicate entry');
    resource.fields = columns(merged);
  }

  remove(kind: Kind, resource: Resource): void {
    const column = { clouds: 'cloud_id', regions: 'region_id', hosts: 'parent_id' }[kind];
    const children = [...this.regions, ...this.hosts].filter((one) => one.fields[column] === resource.id);
    if (children.length > 0) throw new DatabaseFailure('Cannot delete or update a parent row');
    this[kind].splice(this[kind].indexOf(resource), 1);
  }

  /** A host with its parents, the nearest first. */
  lineage(host: Resource): Resource[] {
    const line: Resource[] = [];
    for (let next: Resource | undefined = host; next !== undefined;) {
      line.push(next);
      const parentId: Json | undefined = next.fields['parent_id'];
      next = this.hosts.find(({ id }) => id === parentId);
    }
    return line;
  }

  #check(kind: Kind, fields: JsonObject): void {
    const references = { cloud_id: this.clouds, region_id: this.regions, parent_id: this.hosts };
    for (const [column, table] of Object.entries(references)) {
      const id = fields[column] ?? null;
      if (id !== null && !table.some((one) => one.id === id)) throw new DatabaseFailure(`no such ${column}`);
    }
    if (kind === 'hosts' && isIP(String(fields['ip_address'])) === 0) throw new DatabaseFailure('no address');
  }

  #scopeOf(kind: Kind, projectId: string, fields: JsonObject): string {
    if (kind === 'clouds') return projectId;
    return String(fields[kind === 'regions' ? 'cloud_id' : 'region_id']);
  }
}

/** Merges variables, all or none. */
export function setVariables(resource: Resource, given: JsonObject): void {
  const stored = asStored(given) as JsonObject;
  const variables = { ...resource.variables };
  for (const [key, value] of Object.entries(stored)) {
    // A key that differs only in case is the same one.
    const known = Object.keys(variables).find((one) => collated(one) === collated(key)) ?? key;
    Object.defineProperty(variables, known, { value, writable: true, enumerable: true, configurable: true });
  }
  resource.variables = variables;
}

const nameOf = ({ fields }: Resource): string => collated(String(fields['name']));

const sameScope = (one: Resource, other: Resource): boolean =>
  one.fields['region_id'] === other.fields['region_id'] &&
  one.fields['cloud_id'] === other.fields['cloud_id'];

const columns = (fields: JsonObject): JsonObject => asStored(fields) as JsonObject;
