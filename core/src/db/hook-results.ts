import { type Dialect, orUpdate } from './dialect.js';
import type { Statement, Store } from './session.js';
import type { HookResult, HookResultRepository } from './types.js';

/** The statement that writes the results of the hooks of a node: one JSON array that takes the place of the one before. */
export const hookResultsWrite = (
  dialect: Dialect,
  uuid: string,
  results: readonly HookResult[],
): Statement => ({
  sql:
    `INSERT INTO inspector_hook_results (node_uuid, results) VALUES (?, ?) ` +
    orUpdate(dialect, ['node_uuid'], ['results']),
  parameters: [uuid, JSON.stringify(results)],
});

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
