import { readFileSync } from 'node:fs';
import type { Options } from 'sequelize';
import type { InspectorConfig } from '../config/types.js';
import { fileWords, InspectorError } from '@inspector/plugin-api';
import type { ServerTarget } from './connection-url.js';
import { driverOf } from './drivers.js';

/** Milliseconds a new connection may take. */
const CONNECT_TIMEOUT = 10_000;
/**
 * Seconds after which the server ends a transaction in which nothing happens. A process that hangs in the middle of one
 * would keep rows locked that other processes need to take its work over.
 */
export const IDLE_TRANSACTION = 5;
/** Milliseconds a transaction waits for a free connection of the pool. */
const ACQUIRE_TIMEOUT = 60_000;

function file(options: ReadonlyMap<string, string>, name: string): Buffer | undefined {
  const path = options.get(name);
  if (path === undefined) return undefined;
  try {
    return readFileSync(path);
  } catch (error) {
    throw new InspectorError(
      'INSP_DB_BAD_URL',
      `The file of ${name} in database.connection, ${path}: ${fileWords(error)}`,
      { cause: error },
    );
  }
}

function connectTimeout(options: ReadonlyMap<string, string>): number {
  const seconds = Number(options.get('connect_timeout'));
  return seconds > 0 ? seconds * 1000 : CONNECT_TIMEOUT;
}

function mysqlTls(options: ReadonlyMap<string, string>): object | undefined {
  const tls = { ca: file(options, 'ssl_ca'), cert: file(options, 'ssl_cert'), key: file(options, 'ssl_key') };
  return Object.values(tls).every((value) => value === undefined) ? undefined : tls;
}

/** `require` encrypts without checking who the server is, as PostgreSQL's own client does. */
function postgresTls(options: ReadonlyMap<string, string>): object | undefined {
  const mode = options.get('sslmode') ?? 'prefer';
  if (['disable', 'allow', 'prefer'].includes(mode)) return undefined;
  return {
    ca: file(options, 'sslrootcert'),
    cert: file(options, 'sslcert'),
    key: file(options, 'sslkey'),
    rejectUnauthorized: mode.startsWith('verify'),
    ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
  };
}

function mysqlOptions({ options }: ServerTarget): object {
  return {
    // Rows that an UPDATE matched count, also when it changed nothing in them.
    flags: 'FOUND_ROWS',
    charset: 'utf8mb4',
    // A batch is one exchange. All other statements that have values are prepared, and a prepared one is a single one.
    multipleStatements: true,
    connectTimeout: connectTimeout(options),
    socketPath: options.get('unix_socket'),
    ssl: mysqlTls(options),
  };
}

function postgresOptions({ options }: ServerTarget): object {
  return {
    connectionTimeoutMillis: connectTimeout(options),
    application_name: options.get('application_name') ?? 'inspector',
    keepAlive: true,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION * 1000,
    ssl: postgresTls(options),
  };
}

function postgresPort({ options }: ServerTarget): number | undefined {
  const port = Number(options.get('port'));
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

/**
 * What Sequelize needs to know to keep a pool of connections to a server.
 *
 * Understood after the `?` of the URL: `connect_timeout` (seconds); for MySQL `unix_socket`, `ssl_ca`, `ssl_cert`,
 * `ssl_key`; for PostgreSQL `host` (a socket folder), `port`, `application_name`, `sslmode`, `sslrootcert`,
 * `sslcert`, `sslkey`. Anything else, `charset` too, is ignored: connections always speak full UTF-8.
 *
 * @throws InspectorError `INSP_DB_BAD_URL` for a certificate or key that cannot be read
 */
export function serverOptions(
  target: ServerTarget,
  config: InspectorConfig['database'],
): Options & { readonly databaseVersion: string } {
  const mysql = target.dialect === 'mysql';
  const port = target.port ?? (mysql ? undefined : postgresPort(target));
  return {
    dialect: target.dialect,
    host: (mysql ? undefined : target.options.get('host')) ?? target.host,
    ...(port === undefined ? {} : { port }),
    username: target.username,
    ...(target.password === undefined ? {} : { password: target.password }),
    database: target.database,
    logging: false,
    // Saying the version saves a connection that only asks for it.
    databaseVersion: mysql ? '8.0.0' : '12.0.0',
    dialectOptions: mysql ? mysqlOptions(target) : postgresOptions(target),
    dialectModule: driverOf(target.dialect),
    pool: {
      max: config.maxPoolSize + config.maxOverflow,
      min: 0,
      idle: config.connectionRecycleTime * 1000,
      acquire: ACQUIRE_TIMEOUT,
    },
  };
}
