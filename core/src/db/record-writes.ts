import { InspectorError, type IntrospectionState, type Timestamp } from '@inspector/plugin-api';
import { insertAttributes } from './attributes.js';
import { forUpdate } from './dialect.js';
import { insertEvents } from './event-writes.js';
import { writeHookResults } from './hook-results.js';
import { changeEvents, deleteEvent, startEvent } from './record-events.js';
import { recordColumns, toRecord } from './record-row.js';
import type { Row, Session, SqlValue, Store } from './session.js';
import { takenOver } from './taken-over.js';
import { fromStored, toStored } from './timestamp.js';
import type { FreshRecord, Mark, RecordChange, RecordRepository, StoredRecord } from './types.js';
import { isDuplicate } from './violations.js';

type Writes = Pick<RecordRepository, 'replace' | 'change' | 'delete'>;

/** Tables whose rows belong to a record; they go before it, or the server refuses. */
const PARTS = [
  ['attributes', 'node_uuid'],
  ['options', 'uuid'],
  ['introspection_data', 'uuid'],
  ['inspector_hook_results', 'node_uuid'],
] as const;
/** What a look-up is done with; a finished introspection needs neither. */
const LOOKUP_PARTS = PARTS.slice(0, 2);

const raced = (): InspectorError =>
  new InspectorError(
    'INSP_STATE_RACE',
    'Node state mismatch detected between the DB and the cached node_info object',
  );

async function deleteParts(
  session: Session,
  parts: readonly (readonly [string, string])[],
  uuid: string,
): Promise<void> {
  for (const [table, column] of parts) await session.run(`DELETE FROM ${table} WHERE ${column} = ?`, [uuid]);
}

/**
 * Deletes what there is of all parts. Mostly there is little or nothing, and one look is cheaper than a DELETE each.
 * MariaDB would keep what it showed in a plain look as its view of the database, and then refuse to count an event
 * that others have counted since.
 */
async function clearParts(session: Session, uuid: string): Promise<void> {
  if (session.dialect === 'mysql') return deleteParts(session, PARTS, uuid);
  const present = PARTS.map(
    ([table, column]) => `EXISTS (SELECT 1 FROM ${table} WHERE ${column} = ?) AS ${table}`,
  );
  const [row] = await session.all(
    `SELECT ${present.join(', ')}`,
    PARTS.map(() => uuid),
  );
  await deleteParts(
    session,
    PARTS.filter(([table]) => Boolean(row?.[table])),
    uuid,
  );
}

async function readRecord(session: Session, uuid: string, end = ''): Promise<StoredRecord | undefined> {
  const [row] = await session.all(
    `SELECT ${recordColumns(session.dialect)} FROM nodes WHERE uuid = ?${end}`,
    [uuid],
  );
  return row === undefined ? undefined : toRecord(row);
}

/** The condition under which a holder may write. */
const NOT_FENCED = 'COALESCE(inspector_fence, 0) <= ?';

/** Why nothing was written: somebody with a greater fence has, or the record is not in the state expected. */
async function refusal(session: Session, uuid: string, fence: number): Promise<InspectorError> {
  const record = await readRecord(session, uuid);
  return record !== undefined && record.fence > fence ? takenOver(uuid) : raced();
}

async function replace(
  session: Session,
  fresh: FreshRecord,
  expect: IntrospectionState | undefined,
  uncertain: boolean,
): Promise<StoredRecord> {
  const { uuid, state, manageBoot, introspection, fence } = fresh;
  const startedAt = toStored(fresh.startedAt, session.dialect);
  const result = {
    ...{ uuid, state, startedAt: fromStored(startedAt), finishedAt: null, error: null, manageBoot },
    ...{ introspection, fence },
  };
  // An attempt whose answer was lost may have been carried out: then the record there is ours.
  const present = uncertain ? await readRecord(session, uuid, forUpdate(session.dialect)) : undefined;
  if (present?.introspection === introspection) return result;
  const rows =
    expect === undefined
      ? await session.run(
          `INSERT INTO nodes
            (uuid, version_id, state, started_at, manage_boot, inspector_introspection, inspector_fence)
            VALUES (?, '', ?, ?, ?, ?, ?)`,
          [uuid, state, startedAt, manageBoot, introspection, fence],
        )
      : await session.run(
          `UPDATE nodes SET state = ?, started_at = ?, finished_at = NULL, error = NULL, manage_boot = ?,
            inspector_introspection = ?, inspector_fence = ?
            WHERE uuid = ? AND COALESCE(state, 'finished') = ? AND ${NOT_FENCED}`,
          [state, startedAt, manageBoot, introspection, fence, uuid, expect, fence],
        );
  if (rows === 0) throw await refusal(session, uuid, fence);
  await clearParts(session, uuid);
  await insertAttributes(session, uuid, fresh.attributes);
  await insertEvents(session, [startEvent(fresh, expect)]);
  return result;
}

interface Assignments {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

function assignments(change: RecordChange, mark: Mark, stored: (time: Timestamp) => string): Assignments {
  const columns: [string, SqlValue][] = [
    ['state', change.state],
    ['inspector_introspection', mark.introspection],
    ['inspector_fence', mark.fence],
  ];
  if (change.startedAt !== undefined) columns.push(['started_at', stored(change.startedAt)]);
  if (change.finishedAt !== undefined) {
    columns.push(['finished_at', change.finishedAt === null ? null : stored(change.finishedAt)]);
  }
  if (change.error !== undefined) columns.push(['error', change.error]);
  return {
    sql: columns.map(([name]) => `${name} = ?`).join(', '),
    values: columns.map(([, value]) => value),
  };
}

/** The record as it is after the update; undefined when nothing was written. */
async function update(
  session: Session,
  uuid: string,
  from: IntrospectionState,
  { sql, values }: Assignments,
  fence: number,
): Promise<{ readonly record: StoredRecord; readonly hasOptions: boolean } | undefined> {
  const statement = `UPDATE nodes SET ${sql} WHERE uuid = ? AND state = ? AND ${NOT_FENCED}`;
  const parameters = [...values, uuid, from, fence];
  if (session.dialect === 'mysql') {
    const rows = await session.run(statement, parameters);
    const record = rows === 0 ? undefined : await readRecord(session, uuid, forUpdate(session.dialect));
    return record && { record, hasOptions: true };
  }
  const options = 'EXISTS (SELECT 1 FROM options WHERE options.uuid = nodes.uuid) AS has_options';
  const [row]: Row[] = await session.all(
    `${statement} RETURNING ${recordColumns(session.dialect)}, ${options}`,
    parameters,
  );
  return row && { record: toRecord(row), hasOptions: Boolean(row['has_options']) };
}

/**
 * The record if it is what a change would have made of it: then an earlier attempt, whose answer was lost with the
 * connection, was carried out.
 */
async function carriedOut(
  session: Session,
  uuid: string,
  change: RecordChange,
  mark: Mark,
): Promise<StoredRecord | undefined> {
  const record = await readRecord(session, uuid);
  const time = (value: Timestamp | null): Timestamp | null =>
    value === null ? null : fromStored(toStored(value, session.dialect));
  const same =
    record?.state === change.state &&
    record.fence === mark.fence &&
    record.introspection === mark.introspection &&
    (change.startedAt === undefined || record.startedAt === time(change.startedAt)) &&
    (change.finishedAt === undefined || record.finishedAt === time(change.finishedAt)) &&
    (change.error === undefined || record.error === change.error);
  return same ? record : undefined;
}

/** The part of the record repository that changes records. */
export function recordWrites(store: Store): Writes {
  const stored = (time: Timestamp): string => toStored(time, store.dialect);
  return {
    async replace(record, expect) {
      try {
        return await store.transaction((session, uncertain) => replace(session, record, expect, uncertain));
      } catch (error) {
        if (isDuplicate(error)) throw raced();
        throw error;
      }
    },
    change(uuid, from, change, mark, { forget = false } = {}) {
      const set = assignments(change, mark, stored);
      return store.transaction(async (session, uncertain) => {
        const changed = await update(session, uuid, from, set, mark.fence);
        if (changed === undefined) {
          const before = uncertain ? await carriedOut(session, uuid, change, mark) : undefined;
          if (before === undefined) throw await refusal(session, uuid, mark.fence);
          return before;
        }
        const forgotten = changed.hasOptions ? LOOKUP_PARTS : LOOKUP_PARTS.slice(0, 1);
        if (forget) await deleteParts(session, forgotten, uuid);
        if (change.hookResults) await writeHookResults(session, uuid, change.hookResults);
        await insertEvents(session, changeEvents(uuid, from, change, mark));
        return changed.record;
      });
    },
    delete: (uuid, fence) =>
      store.transaction(async (session, uncertain) => {
        const record = await readRecord(session, uuid, forUpdate(session.dialect));
        if (record === undefined) return uncertain;
        if (record.fence > fence) throw takenOver(uuid);
        await deleteParts(session, PARTS, uuid);
        await session.run('DELETE FROM nodes WHERE uuid = ?', [uuid]);
        await insertEvents(session, [deleteEvent(record)]);
        return true;
      }),
  };
}
