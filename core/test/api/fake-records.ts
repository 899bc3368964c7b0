import { InspectorError } from '@inspector/plugin-api';
import type { RecordPage, StoredRecord } from '../../src/db/types.js';

/** Introspection records in memory. */
export class FakeRecords {
  readonly #records = new Map<string, StoredRecord>();

  add(record: Partial<StoredRecord> & { uuid: string }): void {
    this.#records.set(record.uuid, {
      name: null,
      state: 'waiting',
      startedAt: '2031-02-03T04:05:06.789012',
      finishedAt: null,
      error: null,
      manageBoot: true,
      introspection: null,
      fence: 0,
      ...record,
    });
  }

  get(uuid: string): Promise<StoredRecord | undefined> {
    return Promise.resolve(this.#records.get(uuid));
  }

  list({ limit, marker, states }: RecordPage): Promise<StoredRecord[]> {
    const key = (record: StoredRecord) => `${record.startedAt} ${record.uuid}`;
    const last = marker === undefined ? undefined : this.#records.get(marker);
    if (marker !== undefined && !last) {
      throw new InspectorError('INSP_NODE_NOT_CACHED', `Could not find node ${marker} in cache`);
    }
    const found = [...this.#records.values()]
      .filter((record) => !states || states.includes(record.state))
      .filter((record) => !last || key(record) < key(last))
      .sort((a, b) => (key(a) < key(b) ? 1 : -1));
    return Promise.resolve(found.slice(0, limit));
  }
}
