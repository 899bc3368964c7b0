import type { JsonObject } from '@inspector/plugin-api';
import { runAll } from './batch.js';
import { BATCH } from './batches.js';
import type { EventPage, EventRepository, EventRetention, StoredEvent } from './event-types.js';
import { eventOrigin } from './event-origin.js';
import { eventInsertions, eventTime, isWritten } from './event-writes.js';
import type { Row, Session, Store } from './session.js';
import { fromStored, toStored } from './timestamp.js';

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** An event from its row. */
export const eventOf = (row: Row): StoredEvent => ({
  id: Number(row['id']),
  time: fromStored(row['created_at']) ?? '',
  node: textOf(row['node_uuid']),
  introspection: textOf(row['introspection']),
  type: String(row['type']),
  body: JSON.parse(String(row['body'])) as JsonObject,
});

async function readAfter(session: Session, id: number, { limit, node }: EventPage): Promise<StoredEvent[]> {
  const rows = await session.all(
    `SELECT id, created_at, node_uuid, introspection, type, body FROM inspector_events
      WHERE id > ?${node === undefined ? '' : ' AND node_uuid = ?'} ORDER BY id LIMIT ${Math.trunc(limit)}`,
    node === undefined ? [id] : [id, node],
  );
  return rows.map(eventOf);
}

/** The greatest id among the oldest events that need not be kept, and whether there may be more of them. */
async function nextCut(
  session: Session,
  { keep, before }: EventRetention,
): Promise<{ readonly id: number; readonly more: boolean } | undefined> {
  const [last] = await session.all('SELECT MAX(id) AS newest FROM inspector_events');
  const newest = Number(last?.['newest'] ?? 0);
  const oldest = await session.all(
    `SELECT id, created_at FROM inspector_events WHERE id < ? ORDER BY id LIMIT ${BATCH}`,
    [newest],
  );
  const limit = before === null ? '' : toStored(before, 'sqlite');
  const goes = (row: Row): boolean =>
    (keep > 0 && Number(row['id']) <= newest - keep) || String(row['created_at']) < limit;
  const cut = oldest.filter(goes).at(-1);
  return cut && { id: Number(cut['id']), more: oldest.length === BATCH && cut === oldest.at(-1) };
}

/** Everything that happened, in the table `inspector_events`. */
export function eventRepository(store: Store): EventRepository {
  return {
    after: (id, page) => store.read((session) => readAfter(session, id, page)),
    range: () =>
      store.read(async (session) => {
        const [row] = await session.all('SELECT MIN(id) AS oldest, MAX(id) AS newest FROM inspector_events');
        return { oldest: Number(row?.['oldest'] ?? 0), newest: Number(row?.['newest'] ?? 0) };
      }),
    async add({ body, ...rest }) {
      const event = { ...rest, body: { ...body, ...eventOrigin() } };
      const time = eventTime();
      const work = async (session: Session, uncertain: boolean): Promise<void> => {
        if (uncertain && (await isWritten(session, event.type, time))) return;
        await runAll(session, eventInsertions(store.dialect, [event], time));
      };
      await (store.dialect === 'sqlite' ? store.statement(work) : store.transaction(work));
    },
    async prune(retention) {
      let deleted = 0;
      for (;;) {
        const cut = await store.read((session) => nextCut(session, retention));
        if (cut === undefined) return deleted;
        deleted += await store.statement((session) =>
          session.run('DELETE FROM inspector_events WHERE id <= ?', [cut.id]),
        );
        if (!cut.more) return deleted;
      }
    },
  };
}
