import { InspectorError, type IntrospectionDataTable, type StoredDataKey } from '@inspector/plugin-api';
import { orUpdate } from './dialect.js';
import type { Store } from './session.js';
import { isOrphan } from './violations.js';

/** Keys read at a time by `list`. */
const PAGE = 500;

function nextKeys(store: Store, last: StoredDataKey | undefined): Promise<StoredDataKey[]> {
  const sibling = last?.processed === false ? ' OR (uuid = ? AND processed = TRUE)' : '';
  const where = last === undefined ? '' : ` WHERE uuid > ?${sibling}`;
  const parameters = last === undefined ? [] : sibling === '' ? [last.uuid] : [last.uuid, last.uuid];
  return store.read(async (session) => {
    const sql = `SELECT uuid, processed FROM introspection_data${where} ORDER BY uuid, processed LIMIT ${PAGE}`;
    const rows = await session.all(sql, parameters);
    return rows.map((row) => ({ uuid: String(row['uuid']), processed: Boolean(row['processed']) }));
  });
}

async function* keys(store: Store): AsyncGenerator<StoredDataKey> {
  for (
    let page = await nextKeys(store, undefined);
    page.length > 0;
    page = await nextKeys(store, page.at(-1))
  ) {
    yield* page;
  }
}

function checkLength(store: Store, uuid: string, data: string): void {
  const bytes = Buffer.byteLength(data);
  if (bytes <= store.longestText) return;
  throw new InspectorError(
    'INSP_STORAGE_FAILED',
    `The introspection data of node ${uuid} are ${bytes} bytes long; the database server takes ${store.longestText}. ` +
      'Set a larger max_allowed_packet in its configuration.',
  );
}

const noRecord = (uuid: string): InspectorError =>
  new InspectorError(
    'INSP_NODE_NOT_CACHED',
    `There is no introspection record of node ${uuid}, so its data cannot be stored.`,
  );

/** The table of introspection data: JSON text as it came, one row per node and kind. */
export function introspectionDataTable(store: Store): IntrospectionDataTable {
  return {
    get: (uuid, processed) =>
      store.read(async (session) => {
        const sql = 'SELECT data FROM introspection_data WHERE uuid = ? AND processed = ?';
        const [row] = await session.all(sql, [uuid, processed]);
        const data = row?.['data'];
        return typeof data === 'string' ? data : undefined;
      }),
    async save(uuid, data, processed) {
      checkLength(store, uuid, data);
      const sql =
        `INSERT INTO introspection_data (uuid, processed, data) ` +
        `SELECT uuid, ${processed ? 'TRUE' : 'FALSE'}, ? FROM nodes WHERE uuid = ? ` +
        orUpdate(store.dialect, ['uuid', 'processed'], ['data']);
      try {
        const outcome = await store.batch([{ sql, parameters: [data, uuid] }]);
        if (outcome !== 'written') throw noRecord(uuid);
      } catch (error) {
        if (isOrphan(error)) throw noRecord(uuid);
        throw error;
      }
    },
    async delete(uuid) {
      await store.statement((session) =>
        session.run('DELETE FROM introspection_data WHERE uuid = ?', [uuid]),
      );
    },
    list: () => keys(store),
  };
}
