import { createHash } from 'node:crypto';
import { rowBatches } from './batches.js';
import { markRows, type Dialect } from './dialect.js';
import type { Row, Session, SqlValue, Store } from './session.js';
import { fromStored, toStored } from './timestamp.js';
import type {
  NewUnmatchedPosts,
  StoredUnmatchedPosts,
  UnmatchedMachine,
  UnmatchedQuota,
  UnmatchedRepository,
} from './unmatched-types.js';

const TABLE = 'inspector_unmatched_posts';

/** The same for the same machine behind the same address, whatever was wrong with its posts. */
const fingerprint = ({ address, macs, bmcAddresses }: UnmatchedMachine): string =>
  createHash('sha256')
    .update(JSON.stringify([address, [...macs].sort(), [...bmcAddresses].sort()]))
    .digest('hex');

/** The posts of each machine as one entry: a statement must not name a row twice. */
function perMachine(found: readonly NewUnmatchedPosts[]): readonly NewUnmatchedPosts[] {
  const merged = new Map<string, NewUnmatchedPosts>();
  for (const entry of found) {
    const key = fingerprint(entry.machine);
    const { firstSeen = entry.firstSeen, posts = 0 } = merged.get(key) ?? {};
    merged.set(key, { ...entry, firstSeen, posts: posts + entry.posts });
  }
  return [...merged.values()];
}

/** Times are text with microseconds, whatever the database is, so that their order is kept. */
const storedTime = (time: string): string => toStored(time, 'sqlite');

const rowOf = ({ machine, source, firstSeen, lastSeen, posts }: NewUnmatchedPosts): SqlValue[] => [
  fingerprint(machine),
  source,
  storedTime(firstSeen),
  storedTime(lastSeen),
  posts,
  JSON.stringify(machine),
];

/** The end of the INSERT: an entry that is there counts up and gets the newest time and reason. */
function orCountUp(dialect: Dialect): string {
  if (dialect === 'mysql') {
    return 'ON DUPLICATE KEY UPDATE posts = posts + VALUES(posts), last_seen = VALUES(last_seen), body = VALUES(body)';
  }
  return (
    `ON CONFLICT (fingerprint) DO UPDATE SET posts = ${TABLE}.posts + excluded.posts, ` +
    'last_seen = excluded.last_seen, body = excluded.body'
  );
}

/** An entry from its row. */
export const storedOf = (row: Row): StoredUnmatchedPosts => ({
  ...(JSON.parse(String(row['body'])) as UnmatchedMachine),
  firstSeen: fromStored(row['first_seen']) ?? '',
  lastSeen: fromStored(row['last_seen']) ?? '',
  posts: Number(row['posts']),
});

/** Deletes what is older than the newest so many; of one source, or of all. */
async function deleteBeyond(session: Session, keep: number, source?: string): Promise<void> {
  const [where, and, given] =
    source === undefined ? ['', '', []] : ['WHERE source = ?', 'source = ? AND', [source]];
  const [last] = await session.all(
    `SELECT last_seen FROM ${TABLE} ${where} ORDER BY last_seen DESC LIMIT 1 OFFSET ${Math.trunc(keep)}`,
    given,
  );
  if (last === undefined) return;
  await session.run(`DELETE FROM ${TABLE} WHERE ${and} last_seen <= ?`, [
    ...given,
    String(last['last_seen']),
  ]);
}

async function keepWithin(session: Session, { keep, keepPerSource }: UnmatchedQuota): Promise<void> {
  const crowded = await session.all(
    `SELECT source FROM ${TABLE} GROUP BY source HAVING COUNT(*) > ${Math.trunc(keepPerSource)}`,
  );
  for (const row of crowded) await deleteBeyond(session, keepPerSource, String(row['source']));
  await deleteBeyond(session, keep);
}

/** Posts that matched no node, in the table `inspector_unmatched_posts`. */
export function unmatchedRepository(store: Store): UnmatchedRepository {
  return {
    list: (limit) =>
      store.read(async (session) => {
        const sql = `SELECT first_seen, last_seen, posts, body FROM ${TABLE} ORDER BY last_seen DESC LIMIT ${Math.trunc(limit)}`;
        return (await session.all(sql)).map(storedOf);
      }),
    add: (found, quota) =>
      store.transaction(async (session) => {
        for (const batch of rowBatches(perMachine(found).map(rowOf))) {
          await session.run(
            `INSERT INTO ${TABLE} (fingerprint, source, first_seen, last_seen, posts, body)
              VALUES ${markRows(batch.length, 6)} ${orCountUp(session.dialect)}`,
            batch.flat(),
          );
        }
        await keepWithin(session, quota);
      }),
    waiting: (limit) =>
      store.read(async (session) => {
        const rows = await session.all(
          `SELECT nodes.uuid AS uuid, nodes.inspector_name AS name, attributes.value AS mac FROM nodes
            LEFT JOIN attributes ON attributes.node_uuid = nodes.uuid AND attributes.name = 'mac'
            WHERE nodes.finished_at IS NULL AND nodes.state = 'waiting' LIMIT ${Math.trunc(limit)}`,
        );
        return rows.map((row) => ({
          uuid: String(row['uuid']),
          name: typeof row['name'] === 'string' ? row['name'] : null,
          mac: typeof row['mac'] === 'string' ? row['mac'] : null,
        }));
      }),
  };
}
