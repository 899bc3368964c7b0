import { randomUUID } from 'node:crypto';
import type { IntrospectionState } from '@inspector/plugin-api';
import { now } from '../../src/db/timestamp.js';
import type { Database, FreshRecord, Mark, RecordChange, StoredRecord } from '../../src/db/types.js';

/** A change by the first holder there is: every lease has a greater fence. */
export const MARK: Mark = {
  fence: 0,
  introspection: '11111111-2222-4333-8444-555555555555',
  event: 'test',
};

/** What a start of introspection writes, with a UUID of its own. */
export function freshRecord(changes: Partial<FreshRecord> = {}): FreshRecord {
  return {
    uuid: randomUUID(),
    name: null,
    state: 'starting',
    startedAt: now(),
    manageBoot: true,
    attributes: [],
    ...MARK,
    introspection: randomUUID(),
    ...changes,
  };
}

/** Changes a record on behalf of the first holder there is, or of another one. */
export async function changeRecord(
  { records }: Pick<Database, 'records'>,
  uuid: string,
  from: IntrospectionState,
  change: RecordChange,
  { mark = MARK, ...options }: { readonly mark?: Mark; readonly forget?: boolean } = {},
): Promise<StoredRecord> {
  const gone = { ...freshRecord({ uuid }), finishedAt: null, error: null };
  const record = (await records.get(uuid)) ?? gone;
  return records.change({ ...record, state: from }, change, mark, options);
}
