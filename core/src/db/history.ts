import type { JsonObject } from '@inspector/plugin-api';
import type { Beginning } from './beginnings.js';
import { marks } from './dialect.js';
import type {
  HistoryRepository,
  KeptData,
  KeptDeviations,
  NewRun,
  RunBeginning,
  StoredRun,
} from './history-types.js';
import type { Row, SqlValue, Statement, Store } from './session.js';
import { fromStored, toStored } from './timestamp.js';
import type { StoredRecord } from './types.js';

const TABLE = 'inspector_history';
const COLUMNS =
  'number, introspection, began, state, error, started_at, finished_at, origin, kept_data, deviations';
/** What stands for a body that is too long. */
const NOTHING = Buffer.alloc(0);

/**
 * The statements that keep an introspection which ends, and delete those of the node that are too many. They belong into
 * the transaction that ends it, and need nothing to be read before.
 *
 * @param record - as the end leaves it
 */
export function runWrites(
  { longestText }: Pick<Store, 'longestText'>,
  { uuid, state, error, startedAt, finishedAt }: StoredRecord,
  introspection: string,
  { keptData, body, keep, deviations }: NewRun,
  { began, origin }: Beginning,
): Statement[] {
  const isLong = body.length > longestText;
  const time = (at: string | null): string | null => (at === null ? null : toStored(at, 'sqlite'));
  return [
    {
      // In a table of its own, or MySQL refuses to read what it writes.
      sql: `INSERT INTO ${TABLE} (node_uuid, ${COLUMNS}, body) VALUES
        (?, (SELECT next FROM (SELECT COALESCE(MAX(number), 0) + 1 AS next FROM ${TABLE} WHERE node_uuid = ?) AS numbers), ${marks(10)})`,
      parameters: [
        ...[uuid, uuid, introspection, began, state, error, time(startedAt), time(finishedAt)],
        ...[JSON.stringify(origin), isLong ? 'none' : keptData],
        ...[deviations === undefined ? null : JSON.stringify(deviations), isLong ? NOTHING : body],
      ],
    },
    deletion(uuid, keptData !== 'none' && !isLong, Math.max(Math.trunc(keep), 1)),
  ];
}

/** Deletes those beyond so many of a node: of those with data, or of those without. */
function deletion(uuid: string, hasData: boolean, keep: number): Statement {
  const ofKind = `node_uuid = ? AND kept_data ${hasData ? '<>' : '='} 'none'`;
  return {
    sql: `DELETE FROM ${TABLE} WHERE ${ofKind} AND number <= (SELECT number FROM
      (SELECT number FROM ${TABLE} WHERE ${ofKind} ORDER BY number DESC LIMIT 1 OFFSET ${keep}) AS beyond)`,
    parameters: [uuid, uuid],
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const runOf = (row: Row): StoredRun => ({
  number: Number(row['number']),
  introspection: String(row['introspection']),
  began: textOf(row['began']) as RunBeginning | null,
  state: String(row['state']) as StoredRun['state'],
  error: textOf(row['error']),
  startedAt: fromStored(row['started_at']),
  finishedAt: fromStored(row['finished_at']),
  origin: JSON.parse(String(row['origin'])) as JsonObject,
  keptData: String(row['kept_data']) as KeptData,
  deviations:
    typeof row['deviations'] === 'string' ? (JSON.parse(row['deviations']) as KeptDeviations) : null,
});

/** Introspections that are over, in the table `inspector_history`. */
export function historyRepository(store: Store): HistoryRepository {
  return {
    list: (uuid, { limit, below, withData = false }) =>
      store.read(async (session) => {
        const parameters: SqlValue[] = below === undefined ? [uuid] : [uuid, below];
        const rows = await session.all(
          `SELECT ${COLUMNS} FROM ${TABLE} WHERE node_uuid = ?${below === undefined ? '' : ' AND number < ?'}
            ${withData ? `AND kept_data <> 'none'` : ''} ORDER BY number DESC LIMIT ${Math.trunc(limit)}`,
          parameters,
        );
        return rows.map(runOf);
      }),
    get: (uuid, number) =>
      store.read(async (session) => {
        const sql = `SELECT ${COLUMNS}, body FROM ${TABLE} WHERE node_uuid = ? AND number = ?`;
        const [row] = await session.all(sql, [uuid, number]);
        return row && { ...runOf(row), body: Buffer.from(row['body'] as Uint8Array) };
      }),
  };
}
