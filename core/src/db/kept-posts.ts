import { type Dialect, orUpdate } from './dialect.js';
import { eventTime } from './event-writes.js';
import type { Statement, Store } from './session.js';
import type { KeptPost, KeptPostRepository, PostToKeep } from './types.js';

/** Posts read at a time; each may have megabytes, so only their names are. */
const PAGE = 1000;

/**
 * The statement that keeps a post of a node, in place of the one kept before. Part of the change of state that makes the
 * node wait again.
 */
export const keptPostWrite = (
  dialect: Dialect,
  uuid: string,
  introspection: string,
  { text, reason }: PostToKeep,
): Statement => ({
  sql:
    'INSERT INTO inspector_kept_posts (node_uuid, introspection, kept_at, reason, data) VALUES (?, ?, ?, ?, ?) ' +
    orUpdate(dialect, ['node_uuid'], ['introspection', 'kept_at', 'reason', 'data']),
  parameters: [uuid, introspection, eventTime(), reason, text],
});

/** Posts that wait for a service which was away. They are written by the change of a record. */
export function keptPostRepository(store: Store): KeptPostRepository {
  return {
    fits: (text) => Buffer.byteLength(text) <= store.longestText,
    list: () =>
      store.read(async (session) => {
        const rows = await session.all(
          `SELECT node_uuid, introspection, kept_at, reason FROM inspector_kept_posts
            ORDER BY kept_at, node_uuid LIMIT ${PAGE}`,
        );
        return rows.map((row): KeptPost => ({
          uuid: String(row['node_uuid']),
          introspection: String(row['introspection']),
          keptAt: String(row['kept_at']),
          reason: String(row['reason']),
        }));
      }),
    text: (uuid) =>
      store.read(async (session) => {
        const [row] = await session.all('SELECT data FROM inspector_kept_posts WHERE node_uuid = ?', [uuid]);
        const data = row?.['data'];
        return typeof data === 'string' ? data : undefined;
      }),
    async delete({ uuid, introspection, keptAt }) {
      const sql =
        'DELETE FROM inspector_kept_posts WHERE node_uuid = ? AND introspection = ? AND kept_at = ?';
      await store.statement((session) => session.run(sql, [uuid, introspection, keptAt]));
    },
  };
}
