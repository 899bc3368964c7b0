import type { Connection as MysqlConnection } from 'mysql2';
import type { Client as PostgresClient } from 'pg';
import { Sequelize } from 'sequelize';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InspectorConfig } from '../config/types.js';
import { InspectorError } from '@inspector/plugin-api';
import type { Log } from '../log/log.js';
import { createPeriodicTask, type PeriodicTask } from '../tasks/periodic-task.js';
import type { DatabaseClaim } from './database-claim.js';
import type { ServerTarget } from './connection-url.js';
import { MysqlSession, PostgresSession } from './server-connection.js';
import { serverOptions } from './server-options.js';
import type { Session } from './session.js';

/** What the two kinds of servers are asked. Each `take` and `holds` returns one column `mine`. */
interface Statements {
  /** Lets the server notice within 40 s that the machine of a service is gone, which says no goodbye. */
  readonly prepare: readonly string[];
  readonly take: string;
  readonly holds: string;
  readonly free: string;
}

/** Locks of MySQL and MariaDB are the server's, so the name has the database in it; 64 characters at most. */
const NAME = `CONCAT('inspector.', MD5(DATABASE()))`;
/** Locks of PostgreSQL are the database's and have numbers: `insp` in ASCII, and 1. */
const KEY = '1768846192, 1';

const STATEMENTS: Readonly<Record<ServerTarget['dialect'], Statements>> = {
  mysql: {
    prepare: ['SET SESSION wait_timeout = 40'],
    take: `SELECT GET_LOCK(${NAME}, 0) AS mine`,
    holds: `SELECT IS_USED_LOCK(${NAME}) = CONNECTION_ID() AS mine`,
    free: `DO RELEASE_LOCK(${NAME})`,
  },
  postgres: {
    prepare: [
      'SET tcp_keepalives_idle = 10',
      'SET tcp_keepalives_interval = 10',
      'SET tcp_keepalives_count = 3',
    ],
    take: `SELECT pg_try_advisory_lock(${KEY}) AS mine`,
    holds: 'SELECT true AS mine',
    free: `SELECT pg_advisory_unlock(${KEY})`,
  },
};

/** Seconds between two looks at the claim, well below the time after which the server takes it away. */
const LOOK = 10;
/** A server that does not answer within that has lost the claim, or soon will. */
const LIMITS = { milliseconds: LOOK * 1000 };
/** Seconds a start waits for a claim: as long as that of a machine without power lasts. */
const PATIENCE = 45;

/** How long things take; tests are less patient. */
export interface ClaimTimes {
  readonly lookSeconds?: number | undefined;
  readonly patienceSeconds?: number | undefined;
}

/** A lock that lives as long as a connection of its own does, taken again when that breaks. */
class ServerClaim implements DatabaseClaim {
  readonly #sequelize: Sequelize;
  readonly #dialect: ServerTarget['dialect'];
  readonly #log: Log;
  readonly #watch: PeriodicTask;
  #connection: object | undefined;
  #mine = false;

  constructor(sequelize: Sequelize, dialect: ServerTarget['dialect'], log: Log, lookSeconds: number) {
    this.#sequelize = sequelize;
    this.#dialect = dialect;
    this.#log = log;
    this.#watch = createPeriodicTask(() => this.#look(), {
      intervalSeconds: lookSeconds,
      onError: (err) =>
        log.error({ err }, 'Keeping other services off the database failed; it is tried again'),
    });
  }

  /** Takes the lock if it is free now. */
  async take(): Promise<boolean> {
    if (this.#connection === undefined) {
      this.#connection = await this.#sequelize.connectionManager.getConnection({ type: 'write' });
      for (const statement of this.#statements.prepare) await this.#session.run(statement);
    }
    this.#mine = await this.#ask(this.#statements.take);
    return this.#mine;
  }

  watch(): void {
    this.#watch.start();
  }

  async release(): Promise<void> {
    await this.#watch.stop();
    try {
      if (this.#mine) await this.#session.run(this.#statements.free);
    } catch (error) {
      this.#log.warn({ err: error }, 'The database could not be given free, it is when the connection ends');
    }
    await this.#disconnect();
    await this.#sequelize.close();
  }

  async #look(): Promise<void> {
    try {
      if (this.#mine && (await this.#ask(this.#statements.holds))) return;
    } catch (error) {
      this.#log.warn({ err: error }, 'The connection that keeps other services off the database is lost');
    }
    await this.#disconnect();
    if (await this.take()) this.#log.info('The database is kept for this service again');
    else this.#log.error('Another Inspector service has taken the database. Stop one of the two.');
  }

  async #ask(statement: string): Promise<boolean> {
    const [row] = await this.#session.all(statement);
    return Boolean(row?.['mine']);
  }

  async #disconnect(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#mine = false;
    if (connection !== undefined) await this.#sequelize.connectionManager.destroyConnection(connection);
  }

  get #statements(): Statements {
    return STATEMENTS[this.#dialect];
  }

  get #session(): Session {
    return this.#dialect === 'mysql'
      ? new MysqlSession(this.#connection as MysqlConnection, LIMITS)
      : new PostgresSession(this.#connection as PostgresClient, LIMITS);
  }
}

/**
 * Claims a database on a server by a lock of that server.
 *
 * @throws InspectorError `INSP_DB_IN_USE` when another service keeps it for longer than 45 s
 */
export async function claimServer(
  target: ServerTarget,
  config: InspectorConfig['database'],
  log: Log,
  { lookSeconds = LOOK, patienceSeconds = PATIENCE }: ClaimTimes = {},
): Promise<DatabaseClaim> {
  const claim = new ServerClaim(
    new Sequelize(serverOptions(target, config)),
    target.dialect,
    log,
    lookSeconds,
  );
  const where = `${target.dialect}://${target.host}/${target.database}`;
  const end = performance.now() + patienceSeconds * 1000;
  try {
    for (let told = false; !(await claim.take()); told = true) {
      if (performance.now() >= end) {
        throw new InspectorError(
          'INSP_DB_IN_USE',
          `Another Inspector service works on the database ${where}. Stop it, or give this one a database of its own.`,
        );
      }
      if (!told) log.warn(`Another Inspector service has the database ${where}; waiting for it to end`);
      await sleep(Math.min(1000, patienceSeconds * 1000));
    }
  } catch (error) {
    await claim.release();
    throw error;
  }
  claim.watch();
  return claim;
}
