import type { JsonObject } from '@inspector/plugin-api';
import { marks } from './dialect.js';
import {
  type HistoryRepository,
  type KeptData,
  type NewRun,
  RUN_BEGINNINGS,
  type RunBeginning,
  type StoredRun,
} from './history-types.js';
import type { Row, Session, SqlValue, Statement, Store } from './session.js';
import { fromStored, toStored } from './timestamp.js';
import type { StoredRecord } from './types.js';

const TABLE = 'inspector_history';
const COLUMNS = 'number, introspection, began, state, error, started_at, finished_at, origin, kept_data';
/** The events that tell of a beginning; those of one type also tell of other things. */
const BEGINNING_TYPES = [
  'introspection.starting',
  'introspection.waiting',
  'introspection.enrolling',
  'introspection.reapplying',
];
/** Events that are looked through for the beginning: each post that had to wait for a service is one. */
const MOST_EVENTS = 50;
/** Members of the body of an event that say where a request came from. */
const ORIGIN = ['request_id', 'global_request_id', 'actor'] as const;

/** What stands for a body that is too long. */
const NOTHING = Buffer.alloc(0);

interface Beginning {
  readonly began: RunBeginning | null;
  readonly origin: JsonObject;
}

/**
 * The statements that keep an introspection which ends, and delete those of the node that are too many. They belong into
 * the transaction that ends it. What they need to know is read before: whoever ends an introspection holds the node.
 *
 * @param record - as the end leaves it
 */
export async function runWrites(
  store: Store,
  record: StoredRecord,
  introspection: string,
  { keptData, body, keep }: NewRun,
): Promise<Statement[]> {
  const { uuid, state, error, startedAt, finishedAt } = record;
  const { kept, began, origin } = await store.read((session) => readKnown(session, uuid, introspection));
  const isLong = body.length > store.longestText;
  const hasData = keptData !== 'none' && !isLong;
  const number = (kept[0]?.number ?? 0) + 1;
  const tooMany = kept.filter((run) => run.hasData === hasData).slice(Math.max(keep, 1) - 1);
  const time = (at: string | null): string | null => (at === null ? null : toStored(at, 'sqlite'));
  return [
    {
      sql: `INSERT INTO ${TABLE} (node_uuid, ${COLUMNS}, body) VALUES (${marks(11)})`,
      parameters: [
        ...[uuid, number, introspection, began, state, error, time(startedAt), time(finishedAt)],
        ...[JSON.stringify(origin), isLong ? 'none' : keptData, isLong ? NOTHING : body],
      ],
    },
    ...(tooMany.length === 0 ? [] : [deletion(uuid, tooMany)]),
  ];
}

const deletion = (uuid: string, runs: readonly { readonly number: number }[]): Statement => ({
  sql: `DELETE FROM ${TABLE} WHERE node_uuid = ? AND number IN (${marks(runs.length)})`,
  parameters: [uuid, ...runs.map(({ number }) => number)],
});

interface Known extends Beginning {
  /** What is kept of the node, the newest first. */
  readonly kept: readonly { readonly number: number; readonly hasData: boolean }[];
}

/** What a new row depends on. Two plain statements: with both in one, as a union, mariadbd was seen to crash. */
async function readKnown(session: Session, uuid: string, introspection: string): Promise<Known> {
  const rows = await session.all(
    `SELECT number, kept_data FROM ${TABLE} WHERE node_uuid = ? ORDER BY number DESC`,
    [uuid],
  );
  const events = await session.all(
    `SELECT body FROM inspector_events WHERE node_uuid = ? AND introspection = ?
      AND type IN (${marks(BEGINNING_TYPES.length)}) ORDER BY id DESC LIMIT ${MOST_EVENTS}`,
    [uuid, introspection, ...BEGINNING_TYPES],
  );
  const kept = rows.map((row) => ({ number: Number(row['number']), hasData: row['kept_data'] !== 'none' }));
  return { kept, ...beginningOf(events) };
}

/** @param events - the newest first */
function beginningOf(events: readonly Row[]): Beginning {
  for (const row of events) {
    const body = JSON.parse(String(row['body'])) as JsonObject;
    const began = RUN_BEGINNINGS.find((name) => name === body['event']);
    // Another conductor that takes a reapply over begins it again.
    if (began === undefined || (began === 'reapply' && body['from'] === 'reapplying')) continue;
    const known = ORIGIN.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]] as const]));
    return { began, origin: Object.fromEntries(known) };
  }
  return { began: null, origin: {} };
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
