import { runAll } from './batch.js';
import { batches } from './batches.js';
import type { Store } from './session.js';
import type { RecordRepository } from './types.js';

/** Characters that the column takes; the names of Ironic have 255 at most. */
const LONGEST = 255;

/** A name as it is kept; one that does not fit is none. */
export const keptName = (name: string | null | undefined): string | null =>
  name !== undefined && name !== null && name !== '' && name.length <= LONGEST ? name : null;

/** The part of the record repository about the names of nodes. */
export function nodeNames(store: Store): Pick<RecordRepository, 'named' | 'names' | 'rename'> {
  return {
    named: (name) =>
      store.read(async (session) => {
        const sql = 'SELECT uuid FROM nodes WHERE inspector_name = ? ORDER BY uuid';
        return (await session.all(sql, [name])).map((row) => String(row['uuid']));
      }),
    names: () =>
      store.read(async (session) => {
        const rows = await session.all('SELECT uuid, inspector_name FROM nodes');
        return new Map(
          rows.map((row) => {
            const name = row['inspector_name'];
            return [String(row['uuid']), typeof name === 'string' ? name : null];
          }),
        );
      }),
    async rename(names) {
      for (const batch of batches([...names])) {
        const statements = batch.map(([uuid, name]) => ({
          sql: 'UPDATE nodes SET inspector_name = ? WHERE uuid = ?',
          parameters: [keptName(name), uuid],
        }));
        await store.transaction((session) => runAll(session, statements));
      }
    },
  };
}
