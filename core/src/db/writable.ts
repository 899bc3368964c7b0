import type { Store } from './session.js';

/**
 * Finds out whether the database can be changed, by a statement that changes nothing.
 *
 * @throws InspectorError `INSP_DB_READ_ONLY` with what to do
 */
export async function requireWritable(store: Store): Promise<void> {
  await store.statement((session) => session.run(`DELETE FROM nodes WHERE uuid = ''`));
}
