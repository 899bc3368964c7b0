import { integerOf, type Json, type JsonObject } from '@inspector/core';

/** What the collector's records turn into. */
export interface ConvertedRecords {
  /** `{"disk": {"sda": {"size": 480}}}` for the record `["disk", "sda", "size", "480"]`. */
  readonly tree: JsonObject;
  /** Records that hold less than four items or names that are no names. */
  readonly ignored: readonly Json[];
}

/**
 * Turns records of four items into a tree of three levels; what follows the fourth item is dropped. Values that
 * read as whole numbers become numbers. Empty records are passed over, a later record replaces an equal one.
 */
export const convertRecords = (records: readonly (readonly Json[])[]): ConvertedRecords => {
  const tree = level();
  const ignored: Json[] = [];
  for (const record of records) {
    if (record.length === 0) continue;
    const [kind, device, property] = record.map(nameOf);
    const value = record[3];
    if (kind === undefined || device === undefined || property === undefined || value === undefined) {
      ignored.push([...record]);
      continue;
    }
    const branch = child(child(tree, kind), device);
    branch[property] = integerOf(value) ?? value;
  }
  return { tree, ignored };
};

const nameOf = (item: Json): string | undefined =>
  typeof item === 'string' || typeof item === 'number' ? String(item) : undefined;

// Names come from the machine: without a prototype, `__proto__` is a name like any other.
const level = (): JsonObject => Object.create(null) as JsonObject;

const child = (parent: JsonObject, name: string): JsonObject => {
  const present = parent[name];
  if (present !== undefined) return present as JsonObject;
  const made = level();
  parent[name] = made;
  return made;
};
