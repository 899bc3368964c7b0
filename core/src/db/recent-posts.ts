import { type Dialect, orUpdate } from './dialect.js';
import { eventTime } from './event-writes.js';
import type { Store } from './session.js';
import { toStored } from './timestamp.js';
import type { RecentPostRepository } from './types.js';

const TABLE = 'inspector_recent_posts';

const insertion = (dialect: Dialect): string =>
  `INSERT INTO ${TABLE} (digest, node_uuid, introspection, processed_at, failure) VALUES (?, ?, ?, ?, ?) ` +
  orUpdate(dialect, ['digest'], ['node_uuid', 'introspection', 'processed_at', 'failure']);

/** Posts that were processed lately, in the table `inspector_recent_posts`. */
export function recentPostRepository(store: Store): RecentPostRepository {
  return {
    async add({ digest, uuid, introspection, failure }) {
      const row = [digest, uuid, introspection, eventTime(), failure];
      await store.statement((session) => session.run(insertion(store.dialect), row));
    },
    find: (digest, since) =>
      store.read(async (session) => {
        const sql = `SELECT node_uuid, failure FROM ${TABLE} WHERE digest = ? AND processed_at >= ?`;
        const [row] = await session.all(sql, [digest, toStored(since, 'sqlite')]);
        if (row === undefined) return undefined;
        const failure = row['failure'];
        return { uuid: String(row['node_uuid']), failure: typeof failure === 'string' ? failure : null };
      }),
    isAccepted: (uuid, introspection) =>
      store.read(async (session) => {
        const sql = `SELECT digest FROM ${TABLE} WHERE node_uuid = ? AND introspection = ? AND failure IS NULL`;
        return (await session.all(sql, [uuid, introspection])).length > 0;
      }),
    async forget(uuid) {
      await store.statement((session) => session.run(`DELETE FROM ${TABLE} WHERE node_uuid = ?`, [uuid]));
    },
    async prune(before) {
      const sql = `DELETE FROM ${TABLE} WHERE processed_at < ?`;
      await store.statement((session) => session.run(sql, [toStored(before, 'sqlite')]));
    },
  };
}
