import { exactIntegerOf } from '@inspector/plugin-api/ramdisk-data';
import type { Json, JsonObject } from '@inspector/plugin-api';

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
  const kinds: Level<Level<Level<Json>>> = new Map();
  const ignored: Json[] = [];
  for (const record of records) {
    if (record.length === 0) continue;
    const [kind, device, property] = record.map(nameOf);
    const value = record[3];
    if (kind === undefined || device === undefined || property === undefined || value === undefined) {
      ignored.push([...record]);
    } else {
      below(below(kinds, kind), device).set(property, exactIntegerOf(value) ?? value);
    }
  }
  return { tree: mapped(kinds, (devices) => mapped(devices, (properties) => mapped(properties))), ignored };
};

type Level<T> = Map<string, T>;

const nameOf = (item: Json): string | undefined =>
  typeof item === 'string' || typeof item === 'number' || typeof item === 'bigint' ? String(item) : undefined;

const below = <T>(level: Level<Level<T>>, name: string): Level<T> => {
  const present = level.get(name);
  if (present !== undefined) return present;
  const made: Level<T> = new Map();
  level.set(name, made);
  return made;
};

// fromEntries makes every name a member of the object itself, `__proto__` too.
const mapped = <T extends Json | Level<unknown>>(
  level: Level<T>,
  convert: (item: T) => Json = (item) => item as Json,
): JsonObject => Object.fromEntries([...level].map(([name, item]) => [name, convert(item)]));
