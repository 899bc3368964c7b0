import type { Connection as MysqlConnection } from 'mysql2';
import type { Client as PostgresClient } from 'pg';
import { Sequelize } from 'sequelize';
import type { InspectorConfig } from '../config/types.js';
import { currentPatience, InspectorError } from '@inspector/plugin-api';
import type { Log } from '../log/log.js';
import { refusedIfDuplicate, runBatch } from './batch.js';
import type { ServerTarget } from './connection-url.js';
import { serverText } from './connection-text.js';
import { describedFault } from './faults.js';
import { ALWAYS_ENDS, isEnded } from './mysql-script.js';
import { failureKind, withRetries, type RetryPolicy } from './retry.js';
import { MysqlSession, PostgresSession } from './server-connection.js';
import { IDLE_TRANSACTION, serverOptions } from './server-options.js';
import type { BatchOutcome, Session, Statement, Store, TransactionOptions } from './session.js';

const PACKET_OVERHEAD = 4096;
/** Bytes under which a server is warned of; a larger packet size is no concern. */
const MAX_BODY = 32 * 1024 * 1024;

/** The text of an error, which some drivers keep in a list of causes. */
function errorText(error: unknown): string {
  const { message, parent } = (error ?? {}) as { message?: unknown; parent?: unknown };
  if (typeof message === 'string' && message !== '') return message;
  return parent === undefined ? String(error) : errorText(parent);
}

/** Milliseconds a statement gets where no time to wait is left: a server that works answers within that. */
const LEAST = 2000;

/** A time limit, and less of it where who waits has less patience. */
function withinPatience(milliseconds: number): number {
  const patience = currentPatience();
  if (milliseconds === 0 || patience === undefined) return milliseconds;
  return Math.min(milliseconds, Math.max(patience.left, LEAST));
}

/** A database server. Sequelize opens the connections and keeps the pool; statements go to the driver directly. */
class ServerStore implements Store {
  readonly dialect: 'mysql' | 'postgres';
  longestText = Number.POSITIVE_INFINITY;
  /** Whether the server takes several statements at once, and leaves them where the first one touches no row. */
  endsScripts = false;
  readonly #sequelize: Sequelize;
  readonly #policy: RetryPolicy;
  readonly #where: string;
  /** Milliseconds. */
  readonly #statement: number;

  constructor(sequelize: Sequelize, target: ServerTarget, policy: RetryPolicy, statement: number) {
    this.#statement = statement;
    this.dialect = target.dialect;
    this.#where = serverText(target);
    this.#sequelize = sequelize;
    this.#policy = policy;
  }

  read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#retried(() => this.connected(work));
  }

  statement<T>(work: (session: Session, uncertain: boolean) => Promise<T>): Promise<T> {
    return this.#retried((uncertain) => this.connected((session) => work(session, uncertain)));
  }

  transaction<T>(
    work: (session: Session, uncertain: boolean) => Promise<T>,
    { unlimited = false }: TransactionOptions = {},
  ): Promise<T> {
    return this.#retried((uncertain) =>
      this.connected(async (session) => {
        await session.run('BEGIN');
        try {
          const result = await work(session, uncertain);
          await session.run('COMMIT');
          return result;
        } catch (error) {
          if (failureKind(error) !== 'lost') await session.run('ROLLBACK');
          throw error;
        }
      }, unlimited),
    );
  }

  async batch(statements: readonly Statement[]): Promise<BatchOutcome> {
    let repeated = false;
    const run = (session: Session, uncertain: boolean): Promise<boolean> => {
      repeated ||= uncertain;
      return runBatch(session, statements);
    };
    const inOneExchange = (session: Session, uncertain: boolean): Promise<boolean | undefined> => {
      repeated ||= uncertain;
      return session instanceof MysqlSession ? session.batch(statements) : Promise.resolve(undefined);
    };
    const carryOut = async (): Promise<boolean> => {
      if (statements.length === 1) return this.statement(run);
      const written = this.endsScripts ? await this.statement(inOneExchange) : undefined;
      return written ?? this.transaction(run);
    };
    if (await carryOut().catch(refusedIfDuplicate)) return 'written';
    return repeated ? 'uncertain' : 'refused';
  }

  async close(): Promise<void> {
    await this.#sequelize.close();
  }

  /** Lends a connection of the pool; one that broke does not go back to it. */
  async connected<T>(work: (session: Session) => Promise<T>, unlimited = false): Promise<T> {
    const manager = this.#sequelize.connectionManager;
    const connection = await manager.getConnection({ type: 'write' });
    const milliseconds = unlimited ? 0 : withinPatience(this.#statement);
    const limits = { longest: this.longestText, milliseconds };
    const session =
      this.dialect === 'mysql'
        ? new MysqlSession(connection as MysqlConnection, limits)
        : new PostgresSession(connection as PostgresClient, limits);
    let broken = false;
    try {
      return await work(session);
    } catch (error) {
      broken = failureKind(error) === 'lost';
      throw error;
    } finally {
      if (broken) {
        // Saying goodbye would wait for what may never be answered.
        if (this.dialect === 'mysql') (connection as MysqlConnection).destroy();
        manager.destroyConnection(connection).catch(() => undefined);
      } else manager.releaseConnection(connection);
    }
  }

  async #retried<T>(work: (uncertain: boolean) => Promise<T>): Promise<T> {
    try {
      return await withRetries(this.#policy, work);
    } catch (error) {
      const kind = failureKind(error);
      if (kind === 'conflict') throw busy(error, this.#where);
      if (kind === 'final') {
        throw describedFault(error, this.#where, () => 'Give its user the right to change all tables.');
      }
      throw new InspectorError('INSP_DB_UNREACHABLE', `The database cannot be reached: ${errorText(error)}`, {
        cause: error,
      });
    }
  }
}

/** What met other transactions again and again is refused for the moment: nothing was written. */
const busy = (error: unknown, where: string): InspectorError =>
  new InspectorError(
    'INSP_DB_BUSY',
    `The database ${where} has too much to do: other work kept rows locked (${errorText(error)}). Nothing was written; try again`,
    { cause: error },
  );

/** The largest packet a MySQL or MariaDB server takes, less what surrounds a text in it. */
async function longestText(session: Session): Promise<number> {
  if (session.dialect !== 'mysql') return Number.POSITIVE_INFINITY;
  const [row] = await session.all('SELECT @@max_allowed_packet AS bytes');
  return Number(row?.['bytes']) - PACKET_OVERHEAD;
}

/** Whether a server ends scripts as {@link ServerStore.batch} needs it. All that are known of do; one that did not would write what it must not. */
async function endsScripts(session: Session): Promise<boolean> {
  if (session.dialect !== 'mysql') return false;
  try {
    await session.run(ALWAYS_ENDS);
    return false;
  } catch (error) {
    if (isEnded(error)) return true;
    throw error;
  }
}

function connect(
  store: ServerStore,
  where: string,
  config: InspectorConfig['database'],
  log: Pick<Log, 'warn'>,
): Promise<void> {
  const { maxRetries, retryInterval: interval } = config;
  const tries = maxRetries < 0 ? '' : ` of ${maxRetries + 1}`;
  let attempt = 0;
  return withRetries({ maxRetries, interval, fixed: true }, async () => {
    attempt += 1;
    try {
      store.longestText = await store.connected(longestText);
      store.endsScripts = await store.connected(endsScripts);
      if (store.longestText >= MAX_BODY) return;
      log.warn(
        `The database server takes no documents beyond ${store.longestText >> 20} MiB. If ramdisks may send more, ` +
          'set max_allowed_packet = 64M in its configuration.',
      );
    } catch (error) {
      const last = maxRetries >= 0 && attempt > maxRetries;
      const next = last || failureKind(error) === 'final' ? '' : `; the next in ${interval} s`;
      log.warn(`No connection to ${where} (try ${attempt}${tries}${next}): ${errorText(error)}`);
      throw error;
    }
  });
}

/**
 * Opens a database server: connects once, trying as often as `maxRetries` and `retryInterval` say.
 *
 * @throws InspectorError `INSP_DB_UNREACHABLE`; the message has the server's words, never the password
 */
export async function openServer(
  target: ServerTarget,
  config: InspectorConfig['database'],
  log: Pick<Log, 'warn'>,
): Promise<Store> {
  const sequelize = new Sequelize(serverOptions(target, config));
  const milliseconds = config.statementTimeout * 1000;
  if (target.dialect === 'mysql') {
    // A server that is not strict would cut long values without a word.
    sequelize.addHook('afterConnect', async (connection: unknown) => {
      // MySQL has no such limit, and takes what only MariaDB reads for a comment.
      const limit = `/*M!100300 , SESSION idle_transaction_timeout = ${IDLE_TRANSACTION} */`;
      const session = new MysqlSession(connection as MysqlConnection, { milliseconds });
      try {
        await session.run(`SET SESSION sql_mode = 'TRADITIONAL' ${limit}`);
        // As PostgreSQL works. Its own default locks gaps between rows, so that introspections which have nothing to do with each
        // other end in deadlocks.
        await session.run('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
      } catch (error) {
        (connection as MysqlConnection).destroy();
        throw error;
      }
    });
  }
  const policy = { maxRetries: config.dbMaxRetries, interval: config.dbRetryInterval };
  const store = new ServerStore(sequelize, target, policy, milliseconds);
  const where = serverText(target);
  try {
    await connect(store, where, config, log);
  } catch (error) {
    await sequelize.close();
    const advice = 'Start the database server, or correct database.connection';
    throw new InspectorError(
      'INSP_DB_UNREACHABLE',
      `No connection to ${where}: ${errorText(error)}. ${advice}.`,
      {
        cause: error,
      },
    );
  }
  return store;
}
