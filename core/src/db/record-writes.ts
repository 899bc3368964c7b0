import { isDeepStrictEqual } from 'node:util';
import { InspectorError, type IntrospectionState, type Timestamp } from '@inspector/plugin-api';
import { attributeInsertions } from './attributes.js';
import { runAll } from './batch.js';
import { Beginnings } from './beginnings.js';
import { type Dialect, forUpdate } from './dialect.js';
import { eventOrigin } from './event-origin.js';
import { eventInsertions } from './event-writes.js';
import { runWrites } from './history.js';
import { hookResultsWrite } from './hook-results.js';
import { keptPostWrite } from './kept-posts.js';
import { keptName } from './node-names.js';
import { changeEvents, deleteEvent, startEvent } from './record-events.js';
import { recordColumns, toRecord } from './record-row.js';
import type { Session, SqlValue, Statement, Store } from './session.js';
import { summaryWrite } from './summaries.js';
import { takenOver } from './taken-over.js';
import { fromStored, toStored } from './timestamp.js';
import type { FreshRecord, Mark, RecordChange, RecordRepository, StoredRecord } from './types.js';

type Writes = Pick<RecordRepository, 'replace' | 'change' | 'delete'>;

/** Tables whose rows belong to a record; they go before it, or the server refuses. */
const PARTS = [
  ['attributes', 'node_uuid'],
  ['options', 'uuid'],
  ['introspection_data', 'uuid'],
  ['inspector_hook_results', 'node_uuid'],
] as const;
/** Tables with rows of a node that outlive its introspections, and go when the node is gone. */
const OLDER_PARTS = [
  ['inspector_history', 'node_uuid'],
  ['inspector_summaries', 'node_uuid'],
  ['inspector_baselines', 'node_uuid'],
] as const;
/** What a look-up is done with; a finished introspection needs neither. */
const LOOKUP_PARTS = PARTS.slice(0, 2);

const raced = (): InspectorError =>
  new InspectorError(
    'INSP_STATE_RACE',
    'Node state mismatch detected between the DB and the cached node_info object',
  );

/** Statements that delete what belongs to a record; on PostgreSQL one does for all tables. */
function deletions(
  dialect: Dialect,
  parts: readonly (readonly [string, string])[],
  uuid: string,
): Statement[] {
  const texts = parts.map(([table, column]) => `DELETE FROM ${table} WHERE ${column} = ?`);
  if (dialect !== 'postgres') return texts.map((sql) => ({ sql, parameters: [uuid] }));
  const all = texts.map((sql, index) => `part${index} AS (${sql})`);
  return [{ sql: `WITH ${all.join(', ')} SELECT 1`, parameters: texts.map(() => uuid) }];
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
const refusal = (uuid: string, record: StoredRecord | undefined, fence: number): InspectorError =>
  record !== undefined && record.fence > fence ? takenOver(uuid) : raced();

/** The statement that puts a fresh record in the place of the one that is there. */
function replacement(
  fresh: FreshRecord,
  startedAt: string,
  expect: IntrospectionState | undefined,
): Statement {
  const { uuid, name, state, manageBoot, introspection, fence } = fresh;
  if (expect === undefined) {
    return {
      sql: `INSERT INTO nodes
        (uuid, version_id, state, started_at, manage_boot, inspector_introspection, inspector_fence, inspector_name)
        VALUES (?, '', ?, ?, ?, ?, ?, ?)`,
      parameters: [uuid, state, startedAt, manageBoot, introspection, fence, keptName(name)],
    };
  }
  return {
    sql: `UPDATE nodes SET state = ?, started_at = ?, finished_at = NULL, error = NULL, manage_boot = ?,
      inspector_introspection = ?, inspector_fence = ?, inspector_name = ?
      WHERE uuid = ? AND COALESCE(state, 'finished') = ? AND ${NOT_FENCED}`,
    parameters: [state, startedAt, manageBoot, introspection, fence, keptName(name), uuid, expect, fence],
  };
}

async function replace(
  store: Store,
  fresh: FreshRecord,
  expect: IntrospectionState | undefined,
): Promise<StoredRecord> {
  const { dialect } = store;
  const { uuid, state, manageBoot, introspection, fence } = fresh;
  const startedAt = toStored(fresh.startedAt, dialect);
  const outcome = await store.batch([
    replacement(fresh, startedAt, expect),
    ...deletions(dialect, PARTS, uuid),
    ...attributeInsertions(uuid, fresh.attributes),
    ...eventInsertions(dialect, [startEvent(fresh, expect)]),
  ]);
  if (outcome !== 'written') {
    const present = await store.read((session) => readRecord(session, uuid));
    // An attempt whose answer was lost was carried out if the record there is ours.
    const ours = outcome === 'uncertain' && present?.introspection === introspection;
    if (!ours) throw refusal(uuid, present, fence);
  }
  return {
    ...{ uuid, name: keptName(fresh.name), state, manageBoot, introspection, fence },
    ...{ startedAt: fromStored(startedAt), finishedAt: null, error: null },
  };
}

/** The record as a change leaves it, its times as the database keeps them. */
function changedRecord(
  record: StoredRecord,
  change: RecordChange,
  mark: Mark,
  dialect: Dialect,
): StoredRecord {
  const kept = (time: Timestamp | null): Timestamp | null =>
    time === null ? null : fromStored(toStored(time, dialect));
  const {
    state,
    startedAt = record.startedAt,
    finishedAt = record.finishedAt,
    error = record.error,
    name = record.name,
  } = change;
  const { introspection, fence } = mark;
  return {
    ...record,
    ...{ name: keptName(name), state, error, introspection, fence },
    startedAt: kept(startedAt),
    finishedAt: kept(finishedAt),
  };
}

/**
 * The statement that changes a record which nobody has written since it was read. Its state does not tell: whoever lost
 * the lease may have begun another introspection in between, and every writer leaves the fence of its lease.
 */
function update(from: StoredRecord, to: StoredRecord, dialect: Dialect): Statement {
  const stored = (time: Timestamp | null): string | null => (time === null ? null : toStored(time, dialect));
  const columns: [string, SqlValue][] = [
    ['state', to.state],
    ['inspector_introspection', to.introspection],
    ['inspector_fence', to.fence],
  ];
  if (to.startedAt !== from.startedAt) columns.push(['started_at', stored(to.startedAt)]);
  if (to.finishedAt !== from.finishedAt) columns.push(['finished_at', stored(to.finishedAt)]);
  if (to.error !== from.error) columns.push(['error', to.error]);
  if (to.name !== from.name) columns.push(['inspector_name', to.name]);
  return {
    sql: `UPDATE nodes SET ${columns.map(([name]) => `${name} = ?`).join(', ')} WHERE uuid = ? AND state = ? AND COALESCE(inspector_fence, 0) = ? AND ${NOT_FENCED}`,
    parameters: [...columns.map(([, value]) => value), to.uuid, from.state, from.fence, to.fence],
  };
}

async function change(
  store: Store,
  from: StoredRecord,
  to: StoredRecord,
  others: readonly Statement[],
): Promise<StoredRecord> {
  const outcome = await store.batch([update(from, to, store.dialect), ...others]);
  if (outcome === 'written') return to;
  const present = await store.read((session) => readRecord(session, to.uuid));
  // An attempt whose answer was lost was carried out if the record is what it would have made of it.
  // Its name may have been written since.
  if (outcome === 'uncertain' && isDeepStrictEqual(present && { ...present, name: to.name }, to)) return to;
  throw refusal(to.uuid, present, to.fence);
}

/** The part of the record repository that changes records. */
export function recordWrites(store: Store): Writes {
  const { dialect } = store;
  const beginnings = new Beginnings(store);
  return {
    async replace(record, expect) {
      const written = await replace(store, record, expect);
      beginnings.note(record.introspection, record.event);
      return written;
    },
    async change(record, fields, mark, { forget = false } = {}) {
      const { uuid, state } = record;
      const { event, introspection } = mark;
      const changed = changedRecord(record, fields, mark, dialect);
      const run =
        fields.run &&
        runWrites(store, changed, introspection, fields.run, await beginnings.take(uuid, introspection));
      const written = await change(store, record, changed, [
        ...(forget ? deletions(dialect, LOOKUP_PARTS, uuid) : []),
        ...(fields.hookResults ? [hookResultsWrite(dialect, uuid, fields.hookResults)] : []),
        ...(fields.keep ? [keptPostWrite(dialect, uuid, mark.introspection, fields.keep)] : []),
        ...(run ?? []),
        ...(fields.summary ? [summaryWrite(dialect, changed, fields.summary)] : []),
        ...eventInsertions(dialect, changeEvents(uuid, state, fields, mark)),
      ]);
      beginnings.note(introspection, event, state);
      return written;
    },
    async delete(uuid, fence) {
      const origin = eventOrigin();
      return store.transaction(async (session, uncertain) => {
        const record = await readRecord(session, uuid, forUpdate(dialect));
        if (record === undefined) return uncertain;
        if (record.fence > fence) throw takenOver(uuid);
        await runAll(session, [
          ...deletions(dialect, [...PARTS, ...OLDER_PARTS], uuid),
          { sql: 'DELETE FROM nodes WHERE uuid = ?', parameters: [uuid] },
          ...eventInsertions(dialect, [deleteEvent(record, origin)]),
        ]);
        return true;
      });
    },
  };
}
