import type { Json, JsonObject } from '@inspector/plugin-api';
import { compileHints } from '../../src/device-hints/compile.js';
import { matchingDisks } from '../../src/device-hints/matching-disks.js';

const GIB = 2 ** 30;

/** A disk as the ramdisk describes it; `gib` becomes its size in bytes. */
export const disk = (name: string, gib: number, rest: JsonObject = {}): JsonObject => ({
  name,
  size: gib * GIB,
  ...rest,
});

/** Names of the disks that satisfy the hints. */
export const find = (hints: Json, disks: JsonObject[], warnings: string[] = []): Json[] =>
  matchingDisks(disks, compileHints(hints), {
    warn: (first: object | string, message?: string) => void warnings.push(message ?? String(first)),
  }).map(({ name }) => name ?? null);

/** Text of the failure the hints cause; `undefined` when they cause none. */
export const refusal = (hints: Json, disks: JsonObject[] = []): string | undefined => {
  try {
    find(hints, disks);
  } catch (error) {
    return String(error);
  }
  return undefined;
};
