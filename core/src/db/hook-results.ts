import { orUpdate } from './dialect.js';
import type { Session, Store } from './session.js';
import type { HookResult, HookResultRepository } from './types.js';

/** Writes the results of the hooks of a node, one JSON array that takes the place of the one before. */
export async function writeHookResults(
  session: Session,
  uuid: string,
  results: readonly HookResult[],
): Promise<void> {
  const sql =
    `INSERT INTO inspector_hook_results (node_uuid, results) VALUES (?, ?) ` +
    orUpdate(session.dialect, ['node_uuid'], ['results']);
  await session.run(sql, [uuid, JSON.stringify(results)]);
}

/** Results of hooks, read as a whole. They are written with the end of an introspection. */
export function hookResultRepository(store: Store): HookResultRepository {
  return {
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
