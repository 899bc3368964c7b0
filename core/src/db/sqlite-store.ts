import { existsSync, realpathSync } from 'node:fs';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import type { Log } from '../log/log.js';
import { refusedIfDuplicate, runBatch } from './batch.js';
import { describedFault, faultOf } from './faults.js';
import type { BatchOutcome, Session, Statement, Store } from './session.js';
import { sqliteRepair } from './sqlite-repair.js';
import { sqliteDriver } from './sqlite-driver.js';
import { SqliteConnection } from './sqlite-connection.js';
import { rollBack, SqliteBatches } from './sqlite-batches.js';
import { makePrivateFile, OpenedFile, warnIfReadable } from './sqlite-file.js';
import { createWriteQueue, type WriteQueue, writeQueueOf } from './write-queue.js';

/** How an sqlite database is opened. */
export interface SqliteOptions {
  /** Absolute path; undefined: in memory. */
  readonly path: string | undefined;
  /** false: a file that is not there is an error. */
  readonly create: boolean;
  /**
   * true: what is committed is on the disk. false: a power cut may undo the last transactions; the database stays
   * whole.
   */
  readonly synchronous: boolean;
  readonly log: Pick<Log, 'warn'>;
}

/** Milliseconds a writer waits for a writer of another process. */
const BUSY_TIMEOUT = 60_000;
/** Bytes the log file beside the database may keep after it was large once. */
const JOURNAL_LIMIT = 67_108_864;
/** Characters of text up to which statements are run as one script; sqlite would copy longer ones several times. */
const LONGEST_SCRIPT = 262_144;

const connect = (path: string, mode: number): Promise<SqliteConnection> =>
  new Promise((resolve, reject) => {
    const { Database } = sqliteDriver();
    const driver = new Database(path, mode, (error) =>
      error === null ? resolve(new SqliteConnection(driver)) : reject(error),
    );
  });

async function openWriter({ path, create, synchronous, log }: SqliteOptions): Promise<SqliteConnection> {
  if (create && path !== undefined) makePrivateFile(path);
  const { OPEN_CREATE, OPEN_READWRITE } = sqliteDriver();
  const mode = OPEN_READWRITE | (create ? OPEN_CREATE : 0);
  const writer = await connect(path ?? ':memory:', mode);
  await writer.all(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
  // Rows without their node are common in databases of ironic-inspector, which never checked.
  await writer.all('PRAGMA foreign_keys = OFF');
  const [journal] = await writer.all('PRAGMA journal_mode = WAL');
  if (path !== undefined && journal?.['journal_mode'] !== 'wal') {
    log.warn(
      `The file system of ${path} does not support the write-ahead log of sqlite; reads wait for writes.`,
    );
  }
  await writer.all(`PRAGMA journal_size_limit = ${JOURNAL_LIMIT}`);
  await writer.all(`PRAGMA synchronous = ${synchronous ? 'FULL' : 'NORMAL'}`);
  if (path !== undefined) warnIfReadable(path, log);
  return writer;
}

async function openReader(path: string): Promise<SqliteConnection> {
  const reader = await connect(path, sqliteDriver().OPEN_READWRITE);
  await reader.all(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
  await reader.all('PRAGMA query_only = ON');
  return reader;
}

const describedSqliteFault = (error: unknown, path: string | undefined): unknown =>
  describedFault(error, path ?? 'in memory', () => (path === undefined ? '' : sqliteRepair(path)));

type Turn = ReturnType<typeof writeQueueOf>;

const length = (statements: readonly Statement[]): number =>
  statements
    .flatMap(({ parameters = [] }) => parameters)
    .reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);

/**
 * An sqlite database: one connection writes, and only in turn; another one reads what is committed. In memory
 * there is one connection for both, and reads take their turn too.
 */
class SqliteStore implements Store {
  readonly dialect = 'sqlite';
  readonly longestText = Number.POSITIVE_INFINITY;
  readonly #writer: SqliteConnection;
  readonly #reader: SqliteConnection | undefined;
  readonly #batches: SqliteBatches;
  readonly #queue: WriteQueue;
  readonly #release: () => void;
  readonly #path: string | undefined;
  readonly #file: OpenedFile | undefined;

  constructor(
    writer: SqliteConnection,
    reader: SqliteConnection | undefined,
    turn: Turn,
    path: string | undefined,
  ) {
    this.#path = path;
    this.#file = path === undefined ? undefined : new OpenedFile(path);
    this.#writer = writer;
    this.#reader = reader;
    this.#batches = new SqliteBatches(writer, turn.queue);
    this.#queue = turn.queue;
    this.#release = turn.release;
  }

  read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const reader = this.#reader;
    return this.#described(() =>
      reader === undefined ? this.#queue(() => work(this.#writer)) : work(reader),
    );
  }

  statement<T>(work: (session: Session, uncertain: boolean) => Promise<T>): Promise<T> {
    return this.#described(() =>
      this.#queue(() => {
        this.#file?.assertInPlace();
        return work(this.#writer, false);
      }),
    );
  }

  transaction<T>(work: (session: Session, uncertain: boolean) => Promise<T>): Promise<T> {
    return this.#described(() =>
      this.#queue(async () => {
        this.#file?.assertInPlace();
        await this.#writer.run('BEGIN IMMEDIATE');
        try {
          const result = await work(this.#writer, false);
          await this.#writer.run('COMMIT');
          return result;
        } catch (error) {
          await rollBack(this.#writer);
          throw error;
        }
      }),
    );
  }

  batch(statements: readonly Statement[]): Promise<BatchOutcome> {
    const written =
      length(statements) > LONGEST_SCRIPT
        ? this.transaction((session) => runBatch(session, statements))
        : this.#described(() => {
            this.#file?.assertInPlace();
            return this.#batches.run(statements);
          });
    return written.catch(refusedIfDuplicate).then((isWritten) => (isWritten ? 'written' : 'refused'));
  }

  #described<T>(work: () => Promise<T>): Promise<T> {
    const describe = (error: unknown): never => {
      throw describedSqliteFault(error, this.#path);
    };
    try {
      return work().catch(describe);
    } catch (error) {
      return Promise.reject(describedSqliteFault(error, this.#path) as Error);
    }
  }

  async close(): Promise<void> {
    await this.#queue(async () => {
      await this.#reader?.close();
      await this.#writer.close();
    });
    this.#release();
  }
}

/**
 * Opens an sqlite database. A new file gets its folder too.
 *
 * @throws InspectorError `INSP_DB_NOT_UPGRADED` when the file is not there and must not be made,
 *   `INSP_DB_UNREACHABLE` when it cannot be opened, `INSP_DB_FAILED` where the driver is not built
 */
export async function openSqlite(options: SqliteOptions): Promise<Store> {
  const { path } = options;
  // First of all: without a driver no file is made.
  sqliteDriver();
  try {
    const writer = await openWriter(options);
    await SqliteBatches.prepare(writer);
    const reader = path === undefined ? undefined : await openReader(path);
    const turn =
      path === undefined
        ? { queue: createWriteQueue(), release: () => undefined }
        : writeQueueOf(realpathSync(path));
    return new SqliteStore(writer, reader, turn, path);
  } catch (error) {
    const text = thrownText(error);
    if (!options.create && text.includes('SQLITE_CANTOPEN') && path !== undefined && !existsSync(path)) {
      throw new InspectorError(
        'INSP_DB_NOT_UPGRADED',
        `The database ${path} does not exist. Create it with: inspector dbsync upgrade`,
        { cause: error },
      );
    }
    const described = faultOf(error) === 'INSP_DB_READ_ONLY' && describedSqliteFault(error, path);
    if (InspectorError.is(described)) throw described;
    throw new InspectorError('INSP_DB_UNREACHABLE', `The database ${path} cannot be opened: ${text}`, {
      cause: error,
    });
  }
}
