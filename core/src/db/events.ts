import type { JsonObject } from '@inspector/plugin-api';
import { runAll } from './batch.js';
import { BATCH } from './batches.js';
import { eventCondition } from './event-condition.js';
import type { EventPage, EventRepository, EventRetention, StoredEvent } from './event-types.js';
import { eventOrigin } from './event-origin.js';
import { eventInsertions, eventTime, isWritten } from './event-writes.js';
import { marks } from './dialect.js';
import type { Row, Session, Store } from './session.js';
import { fromStored, toStored } from './timestamp.js';

const COLUMNS = 'id, created_at, node_uuid, introspection, type, body';

const NO_NAMES: ReadonlyMap<string, string | null> = new Map();

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/**
 * An event from its row.
 *
 * @param names - of nodes by UUID, where they were read
 */
export const eventOf = (row: Row, names: ReadonlyMap<string, string | null> = NO_NAMES): StoredEvent => {
  const node = textOf(row['node_uuid']);
  return {
    id: Number(row['id']),
    time: fromStored(row['created_at']) ?? '',
    node,
    name: node === null ? null : (names.get(node) ?? null),
    introspection: textOf(row['introspection']),
    type: String(row['type']),
    body: JSON.parse(String(row['body'])) as JsonObject,
  };
};

/** What the nodes of events are called. Read by itself: adopted tables may have another collation than ours, and then refuse a join. */
async function namesIn(session: Session, rows: readonly Row[]): Promise<Map<string, string | null>> {
  const uuids = [...new Set(rows.flatMap((row) => textOf(row['node_uuid']) ?? []))];
  if (uuids.length === 0) return new Map();
  const named = await session.all(
    `SELECT uuid, inspector_name FROM nodes WHERE uuid IN (${marks(uuids.length)})`,
    uuids,
  );
  return new Map(named.map((row) => [String(row['uuid']), textOf(row['inspector_name'])]));
}

/** Where a reading of events begins, and in which direction it goes. */
type From = { readonly after: number } | 'newest';

async function readPage(
  session: Session,
  from: From,
  { limit, ...selection }: EventPage,
): Promise<StoredEvent[]> {
  const { text, parameters } = eventCondition(selection);
  const isNewest = from === 'newest';
  const order = isNewest ? 'DESC' : 'ASC';
  const rows = await session.all(
    `SELECT ${COLUMNS} FROM inspector_events
      WHERE id > ?${text} ORDER BY id ${order} LIMIT ${Math.trunc(limit)}`,
    [isNewest ? 0 : from.after, ...parameters],
  );
  const names = await namesIn(session, rows);
  const events = rows.map((row) => eventOf(row, names));
  return isNewest ? events.reverse() : events;
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
    after: (after, page) => store.read((session) => readPage(session, { after }, page)),
    newest: (page) => store.read((session) => readPage(session, 'newest', page)),
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
