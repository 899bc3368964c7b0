import { attributeParts } from './attributes.js';
import { nodeNames } from './node-names.js';
import { recordReads } from './record-reads.js';
import { recordWrites } from './record-writes.js';
import type { Store } from './session.js';
import type { RecordRepository } from './types.js';

/** Introspection records with their attributes and options. */
export function recordRepository(store: Store): RecordRepository {
  return { ...recordReads(store), ...recordWrites(store), ...attributeParts(store), ...nodeNames(store) };
}
