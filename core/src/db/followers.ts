import { eventTime } from './event-writes.js';
import type { FollowerPlace, FollowerRepository } from './follower-types.js';
import type { Row, Session, Store } from './session.js';
import { fromStored, toStored } from './timestamp.js';

const TABLE = 'inspector_followers';
const COLUMNS = 'name, position, given_up, trouble, trouble_since';

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const placeOf = (row: Row): FollowerPlace => ({
  position: Number(row['position']),
  givenUp: Number(row['given_up']),
  trouble: textOf(row['trouble']),
  troubleSince: fromStored(row['trouble_since']),
});

async function find(session: Session, name: string): Promise<FollowerPlace | undefined> {
  const [row] = await session.all(`SELECT ${COLUMNS} FROM ${TABLE} WHERE name = ?`, [name]);
  return row && placeOf(row);
}

/** The followers of the events, in the table `inspector_followers`. */
export function followerRepository(store: Store): FollowerRepository {
  return {
    list: () =>
      store.read(async (session) => {
        const rows = await session.all(`SELECT ${COLUMNS} FROM ${TABLE} ORDER BY name`);
        return rows.map((row) => ({ name: String(row['name']), ...placeOf(row) }));
      }),
    async begin(name, position) {
      const known = await store.read((session) => find(session, name));
      if (known !== undefined) return known;
      const sql = `INSERT INTO ${TABLE} (name, position, given_up, noted_at) VALUES (?, ?, 0, ?)`;
      await store.batch([{ sql, parameters: [name, position, eventTime()] }]);
      // Somebody else may have been faster.
      const begun = await store.read((session) => find(session, name));
      return begun ?? { position, givenUp: 0, trouble: null, troubleSince: null };
    },
    note: (name, known, { position, givenUp, trouble, troubleSince }) => {
      const time = eventTime();
      const since = troubleSince && toStored(troubleSince, 'sqlite');
      return store.statement(async (session, uncertain) => {
        const touched = await session.run(
          `UPDATE ${TABLE} SET position = ?, given_up = ?, trouble = ?, trouble_since = ?, noted_at = ?
            WHERE name = ? AND position = ?`,
          [position, givenUp, trouble, since, time, name, known],
        );
        return touched > 0 || (uncertain && (await find(session, name))?.position === position);
      });
    },
  };
}
