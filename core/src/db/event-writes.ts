import { bodyText } from './event-body.js';
import type { NewEvent } from './event-types.js';
import { markRows } from './dialect.js';
import type { Session, SqlValue } from './session.js';
import { now, toStored } from './timestamp.js';

const COLUMNS = 'created_at, node_uuid, introspection, type, body';
const VALUES = '?, ?, ?, ?, ?';

/** The time of an event as it is stored: text with microseconds, whatever the database is. */
export const eventTime = (): string => toStored(now(), 'sqlite');

/**
 * Writes events with the change they tell of. It must be the last thing a transaction does.
 *
 * Ids have to become visible in their order, or a reader that follows them would miss some. sqlite has one writer at a
 * time, so the next id is right. A server hands out numbers to transactions that may end in another order; there the
 * ids come from a counter whose row stays locked until the transaction ends, so the next one waits for that.
 */
export async function insertEvents(
  session: Session,
  events: readonly NewEvent[],
  time: string = eventTime(),
): Promise<void> {
  const values = events.flatMap(({ node, introspection, type, body }): SqlValue[] => [
    ...[time, node, introspection, type],
    bodyText(body),
  ]);
  if (session.dialect === 'sqlite') {
    await session.run(
      `INSERT INTO inspector_events (${COLUMNS}) VALUES ${markRows(events.length, 5)}`,
      values,
    );
    return;
  }
  const count = events.length;
  const id = (base: string) => (_: unknown, index: number) =>
    `SELECT ${base} - ${count - 1 - index}, ${VALUES}`;
  if (session.dialect === 'mysql') {
    await session.run(
      `UPDATE inspector_counters SET value = LAST_INSERT_ID(value + ${count}) WHERE name = 'events'`,
    );
    const rows = events.map(id('LAST_INSERT_ID()')).join(' UNION ALL ');
    await session.run(`INSERT INTO inspector_events (id, ${COLUMNS}) ${rows}`, values);
    return;
  }
  const rows = events.map(id('value')).map((row) => `${row} FROM taken`);
  await session.run(
    `WITH taken AS (UPDATE inspector_counters SET value = value + ${count} WHERE name = 'events' RETURNING value)
      INSERT INTO inspector_events (id, ${COLUMNS}) ${rows.join(' UNION ALL ')}`,
    values,
  );
}
