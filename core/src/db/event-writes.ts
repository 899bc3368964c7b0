import { bodyText } from './event-body.js';
import type { NewEvent } from './event-types.js';
import { type Dialect, markRows } from './dialect.js';
import type { Session, SqlValue, Statement } from './session.js';
import { now, toStored } from './timestamp.js';

const COLUMNS = 'created_at, node_uuid, introspection, type, body';
const VALUES = '?, ?, ?, ?, ?';

/** The time of an event as it is stored: text with microseconds, whatever the database is. */
export const eventTime = (): string => toStored(now(), 'sqlite');

/**
 * The statements that write events with the change they tell of. They must be the last ones of a transaction.
 *
 * Ids have to become visible in their order, or a reader that follows them would miss some. sqlite has one writer at a
 * time, so the next id is right. A server hands out numbers to transactions that may end in another order; there the
 * ids come from a counter whose row stays locked until the transaction ends, so the next one waits for that.
 */
export function eventInsertions(
  dialect: Dialect,
  events: readonly NewEvent[],
  time: string = eventTime(),
): Statement[] {
  const parameters = events.flatMap(({ node, introspection, type, body }): SqlValue[] => [
    ...[time, node, introspection, type],
    bodyText(body),
  ]);
  const count = events.length;
  if (dialect === 'sqlite') {
    const rows = markRows(count, 5);
    return [{ sql: `INSERT INTO inspector_events (${COLUMNS}) VALUES ${rows}`, parameters }];
  }
  const id = (base: string) => (_: unknown, index: number) =>
    `SELECT ${base} - ${count - 1 - index}, ${VALUES}`;
  if (dialect === 'mysql') {
    const rows = events.map(id('LAST_INSERT_ID()')).join(' UNION ALL ');
    return [
      { sql: `UPDATE inspector_counters SET value = LAST_INSERT_ID(value + ${count}) WHERE name = 'events'` },
      { sql: `INSERT INTO inspector_events (id, ${COLUMNS}) ${rows}`, parameters },
    ];
  }
  const rows = events.map(id('value')).map((row) => `${row} FROM taken`);
  const sql = `WITH taken AS (UPDATE inspector_counters SET value = value + ${count} WHERE name = 'events' RETURNING value)
    INSERT INTO inspector_events (id, ${COLUMNS}) ${rows.join(' UNION ALL ')}`;
  return [{ sql, parameters }];
}

/** Whether an event of a type was written with a time, which no other event of that type has. */
export async function isWritten(session: Session, type: string, time: string): Promise<boolean> {
  const found = 'SELECT id FROM inspector_events WHERE created_at = ? AND type = ?';
  return (await session.all(found, [time, type])).length > 0;
}
