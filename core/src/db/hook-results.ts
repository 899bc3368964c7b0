import { orUpdate } from './dialect.js';
import type { Store } from './session.js';
import type { HookResult, HookResultRepository } from './types.js';

/** Results of hooks: one JSON array per node, written and read as a whole. */
export function hookResultRepository(store: Store): HookResultRepository {
  return {
    async save(uuid, results) {
      const sql =
        `INSERT INTO inspector_hook_results (node_uuid, results) SELECT uuid, ? FROM nodes WHERE uuid = ? ` +
        orUpdate(store.dialect, ['node_uuid'], ['results']);
      await store.statement((session) => session.run(sql, [JSON.stringify(results), uuid]));
    },
    list: (uuid) =>
      store.read(async (session) => {
        const [row] = await session.all('SELECT results FROM inspector_hook_results WHERE node_uuid = ?', [
          uuid,
        ]);
        const text = row?.['results'];
        return typeof text === 'string' ? (JSON.parse(text) as HookResult[]) : [];
      }),
  };
}
