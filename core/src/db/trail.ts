import { eventOf } from './events.js';
import type { Session, Store } from './session.js';
import { fromStored } from './timestamp.js';
import type { MachineKeys, TrailRepository } from './trail-types.js';
import { storedOf } from './unmatched-posts.js';
import type { StoredUnmatchedPosts } from './unmatched-types.js';

/** Keys of a machine that are searched for; more than any machine has. */
const MOST_KEYS = 64;

async function unmatched(
  session: Session,
  keys: MachineKeys,
  limit: number,
): Promise<StoredUnmatchedPosts[]> {
  const { macs, bmcAddresses, node } = keys;
  const words = [...macs, ...bmcAddresses, ...(node === undefined ? [] : [node])].slice(0, MOST_KEYS);
  if (words.length === 0) return [];
  // A few hundred short rows: what is searched for may stand in any of them, and only the right ones are parsed.
  const rows = await session.all(
    `SELECT first_seen, last_seen, posts, body FROM inspector_unmatched_posts
      WHERE ${words.map(() => 'body LIKE ?').join(' OR ')} ORDER BY last_seen DESC`,
    words.map((word) => `%"${word.replace(/[%_\\]/g, '')}"%`),
  );
  return rows.map(storedOf).filter(isAbout(keys)).slice(0, limit);
}

/** The words stand in a text that also has reasons: what counts is the member they are in. */
const isAbout =
  ({ macs, bmcAddresses, node }: MachineKeys) =>
  (post: StoredUnmatchedPosts): boolean =>
    post.macs.some((mac) => macs.includes(mac)) ||
    post.bmcAddresses.some((address) => bmcAddresses.includes(address)) ||
    (node !== undefined && post.nearest?.uuid === node);

/** What is stored of the way on which a node came to where it stands. */
export function trailRepository(store: Store): TrailRepository {
  return {
    events: (uuid, limit) =>
      store.read(async (session) => {
        const rows = await session.all(
          `SELECT id, created_at, node_uuid, introspection, type, body FROM inspector_events
            WHERE node_uuid = ? ORDER BY id DESC LIMIT ${Math.trunc(limit)}`,
          [uuid],
        );
        return rows.map((row) => eventOf(row));
      }),
    keptPost: (uuid) =>
      store.read(async (session) => {
        const [row] = await session.all(
          'SELECT introspection, kept_at, reason FROM inspector_kept_posts WHERE node_uuid = ?',
          [uuid],
        );
        if (row === undefined) return undefined;
        const { introspection, kept_at: keptAt, reason } = row;
        return {
          introspection: String(introspection),
          keptAt: fromStored(keptAt) ?? '',
          reason: String(reason),
        };
      }),
    unmatched: (keys, limit) => store.read((session) => unmatched(session, keys, limit)),
  };
}
