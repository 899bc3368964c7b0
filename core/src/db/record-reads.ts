import { InspectorError, type IntrospectionState } from '@inspector/plugin-api';
import { marks, timeColumn } from './dialect.js';
import { recordColumns, toRecord } from './record-row.js';
import type { Row, Session, SqlValue, Store } from './session.js';
import { fromStored, toStored } from './timestamp.js';
import type { RecordPage, RecordRepository, StateSummary, StoredRecord } from './types.js';

type Reads = Pick<
  RecordRepository,
  'get' | 'list' | 'anyActive' | 'startedBefore' | 'inStates' | 'allUuids' | 'activeMacs' | 'summary'
>;

interface Clause {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** Selects what comes after the marker, newest first; records that never started come last. */
async function afterMarker(session: Session, marker: string): Promise<Clause> {
  const started = timeColumn(session.dialect, 'started_at');
  const [row] = await session.all(`SELECT uuid, ${started} AS started_at FROM nodes WHERE uuid = ?`, [
    marker,
  ]);
  if (row === undefined) {
    throw new InspectorError(
      'INSP_NODE_NOT_CACHED',
      `There is no introspection of node ${marker} to list from.`,
    );
  }
  const uuid = String(row['uuid']);
  const time = fromStored(row['started_at']);
  if (time === null) return { sql: '(started_at IS NULL AND uuid < ?)', parameters: [uuid] };
  const stored = toStored(time, session.dialect);
  return {
    sql: '(started_at < ? OR (started_at = ? AND uuid < ?) OR started_at IS NULL)',
    parameters: [stored, stored, uuid],
  };
}

async function list(session: Session, { limit, marker, states }: RecordPage): Promise<StoredRecord[]> {
  if (states?.length === 0) return [];
  const clauses: Clause[] = [];
  if (marker !== undefined) clauses.push(await afterMarker(session, marker));
  if (states !== undefined) clauses.push({ sql: `state IN (${marks(states.length)})`, parameters: states });
  const where = clauses.length === 0 ? '' : ` WHERE ${clauses.map(({ sql }) => sql).join(' AND ')}`;
  const nulls = session.dialect === 'postgres' ? ' NULLS LAST' : '';
  const rows = await session.all(
    `SELECT ${recordColumns(session.dialect)} FROM nodes${where} ` +
      `ORDER BY nodes.started_at DESC${nulls}, uuid DESC LIMIT ${Math.trunc(limit)}`,
    clauses.flatMap(({ parameters }) => parameters),
  );
  return rows.map(toRecord);
}

/** Rows of early versions of ironic-inspector lack a state. */
const STATE = `COALESCE(state, 'finished')`;

/** One pass over the records, without their texts. */
async function summary(session: Session): Promise<StateSummary[]> {
  const oldest = timeColumn(session.dialect, 'MIN(started_at)');
  const sql = `SELECT ${STATE} AS state, COUNT(*) AS records, ${oldest} AS oldest FROM nodes GROUP BY ${STATE}`;
  return (await session.all(sql)).map((row) => ({
    state: String(row['state']) as IntrospectionState,
    records: Number(row['records']),
    oldestStart: fromStored(row['oldest']),
  }));
}

const uuidOf = (row: Row): string => String(row['uuid']);

/** The part of the record repository that only reads. */
export function recordReads(store: Store): Reads {
  const columns = recordColumns(store.dialect);
  const select = (where: string, parameters: readonly SqlValue[]): Promise<StoredRecord[]> =>
    store.read(async (session) => {
      const sql = `SELECT ${columns} FROM nodes WHERE ${where} ORDER BY nodes.started_at DESC, uuid DESC`;
      return (await session.all(sql, parameters)).map(toRecord);
    });
  return {
    get: (uuid) =>
      store.read(async (session) => {
        const [row] = await session.all(`SELECT ${columns} FROM nodes WHERE uuid = ?`, [uuid]);
        return row === undefined ? undefined : toRecord(row);
      }),
    list: (page) => store.read((session) => list(session, page)),
    anyActive: () =>
      store.read(
        async (session) =>
          (await session.all('SELECT uuid FROM nodes WHERE finished_at IS NULL LIMIT 1')).length > 0,
      ),
    startedBefore: (time) =>
      select(`started_at < ? AND (finished_at IS NULL OR state = 'reapplying')`, [
        toStored(time, store.dialect),
      ]),
    inStates: (states) =>
      states.length === 0 ? Promise.resolve([]) : select(`state IN (${marks(states.length)})`, states),
    allUuids: () => store.read(async (session) => (await session.all('SELECT uuid FROM nodes')).map(uuidOf)),
    summary: () => store.read(summary),
    activeMacs: () =>
      store.read(async (session) => {
        const rows = await session.all(`SELECT DISTINCT value FROM attributes WHERE name = 'mac'`);
        return new Set(
          rows.map((row) => String(row['value'] ?? '').toLowerCase()).filter((mac) => mac !== ''),
        );
      }),
  };
}
