import type { RecordPage } from '../../src/db/types.js';
import { InspectorError, type IntrospectionRecord } from '@inspector/plugin-api';

/** Introspection records in memory. */
export class FakeRecords {
  readonly #records = new Map<string, IntrospectionRecord>();

  add(record: Partial<IntrospectionRecord> & { uuid: string }): void {
    this.#records.set(record.uuid, {
      state: 'waiting',
      startedAt: '2031-02-03T04:05:06.789012',
      finishedAt: null,
      error: null,
      manageBoot: true,
      ...record,
    });
  }

  get(uuid: string): Promise<IntrospectionRecord | undefined> {
    return Promise.resolve(this.#records.get(uuid));
  }

  list({ limit, marker, states }: RecordPage): Promise<IntrospectionRecord[]> {
    const key = (record: IntrospectionRecord) => `${record.startedAt} ${record.uuid}`;
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
