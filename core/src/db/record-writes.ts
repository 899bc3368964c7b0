import {
  InspectorError,
  type IntrospectionRecord,
  type IntrospectionState,
  type Timestamp,
} from '@inspector/plugin-api';
import { insertAttributes } from './attributes.js';
import { forUpdate } from './dialect.js';
import { recordColumns, toRecord } from './record-row.js';
import type { Row, Session, SqlValue, Store } from './session.js';
import { fromStored, toStored } from './timestamp.js';
import type { RecordChange, RecordRepository } from './types.js';
import { isDuplicate } from './violations.js';

type Writes = Pick<RecordRepository, 'replace' | 'change' | 'delete'>;
type Fresh = Parameters<RecordRepository['replace']>[0];

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

/** Deletes what there is of all parts. Mostly there is little or nothing, and one look is cheaper than a DELETE each. */
async function clearParts(session: Session, uuid: string): Promise<void> {
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

async function readRecord(
  session: Session,
  uuid: string,
  end = '',
): Promise<IntrospectionRecord | undefined> {
  const [row] = await session.all(
    `SELECT ${recordColumns(session.dialect)} FROM nodes WHERE uuid = ?${end}`,
    [uuid],
  );
  return row === undefined ? undefined : toRecord(row);
}

async function replace(
  session: Session,
  fresh: Fresh,
  expect: IntrospectionState | undefined,
  uncertain: boolean,
): Promise<IntrospectionRecord> {
  const { uuid, state, manageBoot } = fresh;
  const startedAt = toStored(fresh.startedAt, session.dialect);
  const result = { uuid, state, startedAt: fromStored(startedAt), finishedAt: null, error: null, manageBoot };
  // An attempt whose answer was lost may have been carried out: then the record there is ours.
  const present = uncertain ? await readRecord(session, uuid, forUpdate(session.dialect)) : undefined;
  const isOurs = present?.state === state && present.startedAt === result.startedAt;
  const from = isOurs ? state : expect;
  const rows =
    from === undefined
      ? await session.run(
          `INSERT INTO nodes (uuid, version_id, state, started_at, manage_boot) VALUES (?, '', ?, ?, ?)`,
          [uuid, state, startedAt, manageBoot],
        )
      : await session.run(
          `UPDATE nodes SET state = ?, started_at = ?, finished_at = NULL, error = NULL, manage_boot = ?
            WHERE uuid = ? AND COALESCE(state, 'finished') = ?`,
          [state, startedAt, manageBoot, uuid, from],
        );
  if (rows === 0) throw raced();
  await clearParts(session, uuid);
  await insertAttributes(session, uuid, fresh.attributes);
  return result;
}

interface Assignments {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

function assignments(change: RecordChange, stored: (time: Timestamp) => string): Assignments {
  const columns: [string, SqlValue][] = [['state', change.state]];
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

/** The record as it is after the update; undefined when it was not in the state expected. */
async function update(
  session: Session,
  uuid: string,
  from: IntrospectionState,
  { sql, values }: Assignments,
): Promise<IntrospectionRecord | undefined> {
  const statement = `UPDATE nodes SET ${sql} WHERE uuid = ? AND state = ?`;
  const parameters = [...values, uuid, from];
  if (session.dialect === 'mysql') {
    return (await session.run(statement, parameters)) === 0 ? undefined : readRecord(session, uuid);
  }
  const rows: Row[] = await session.all(
    `${statement} RETURNING ${recordColumns(session.dialect)}`,
    parameters,
  );
  return rows[0] === undefined ? undefined : toRecord(rows[0]);
}

/**
 * The record if it is what a change would have made of it: then an earlier attempt, whose answer was lost with the
 * connection, was carried out.
 */
async function carriedOut(
  session: Session,
  uuid: string,
  change: RecordChange,
): Promise<IntrospectionRecord | undefined> {
  const record = await readRecord(session, uuid);
  const time = (value: Timestamp | null): Timestamp | null =>
    value === null ? null : fromStored(toStored(value, session.dialect));
  const same =
    record?.state === change.state &&
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
    change(uuid, from, change, options = {}) {
      const set = assignments(change, stored);
      const work = async (session: Session, uncertain: boolean): Promise<IntrospectionRecord> => {
        const changed = await update(session, uuid, from, set);
        const result = changed ?? (uncertain ? await carriedOut(session, uuid, change) : undefined);
        if (result === undefined) throw raced();
        if (options.forget === true) await deleteParts(session, LOOKUP_PARTS, uuid);
        return result;
      };
      const single = options.forget !== true && store.dialect !== 'mysql';
      return single ? store.statement(work) : store.transaction(work);
    },
    delete: (uuid) =>
      store.transaction(async (session, uncertain) => {
        await deleteParts(session, PARTS, uuid);
        return (await session.run('DELETE FROM nodes WHERE uuid = ?', [uuid])) > 0 || uncertain;
      }),
  };
}
