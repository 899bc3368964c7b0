import { randomUUID } from 'node:crypto';
import { now } from '../../src/db/timestamp.js';
import type { RecordRepository } from '../../src/db/types.js';

type Fresh = Parameters<RecordRepository['replace']>[0];

/** What a start of introspection writes, with a UUID of its own. */
export function freshRecord(changes: Partial<Fresh> = {}): Fresh {
  return {
    uuid: randomUUID(),
    state: 'starting',
    startedAt: now(),
    manageBoot: true,
    attributes: [],
    ...changes,
  };
}
