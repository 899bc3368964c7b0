import { isAbsolute, join } from 'node:path';
import { unescape } from 'node:querystring';
import { InspectorError } from '@inspector/plugin-api';

/** Where an sqlite database is; without a path it lives in memory and dies with the process. */
export interface SqliteTarget {
  readonly dialect: 'sqlite';
  /** Absolute path of the database file. */
  readonly path: string | undefined;
}
/** Where a database server is and who asks. */
export interface ServerTarget {
  readonly dialect: 'mysql' | 'postgres';
  readonly host: string;
  readonly port: number | undefined;
  readonly username: string;
  readonly password: string | undefined;
  readonly database: string;
  /** Options after `?`, as written. */
  readonly options: ReadonlyMap<string, string>;
}

const DIALECTS = new Map<string, 'sqlite' | 'mysql' | 'postgres'>([
  ['sqlite', 'sqlite'],
  ['mysql', 'mysql'],
  ['mariadb', 'mysql'],
  ['postgresql', 'postgres'],
  ['postgres', 'postgres'],
]);

const EXPECTED =
  'Use sqlite:///relative/path, sqlite:////absolute/path, mysql://user:password@host:port/database ' +
  'or postgresql://user:password@host:port/database in database.connection.';

function bad(what: string): InspectorError {
  return new InspectorError('INSP_DB_BAD_URL', `The database connection URL ${what}. ${EXPECTED}`);
}

function cut(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Splits `user:password@` off; an `@` that comes after the database name is none. */
function splitCredentials(rest: string): [string, string] {
  const [before, after] = cut(rest, '@');
  const user = cut(before, ':')[0];
  return after === undefined || user.includes('/') ? ['', rest] : [before, after];
}

function splitHost(text: string): { host: string; port: number | undefined } {
  if (text.includes('@')) throw bad('has more than one `@`; write %40 for one in user or password');
  const bracket = text.startsWith('[') ? text.indexOf(']') : -1;
  const host = bracket > 0 ? text.slice(1, bracket) : cut(text, ':')[0];
  const portText = bracket > 0 ? cut(text.slice(bracket + 1), ':')[1] : cut(text, ':')[1];
  if (portText === undefined || portText === '') return { host, port: undefined };
  const port = Number(portText);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw bad('has a port that is not a number');
  return { host, port };
}

function sqliteTarget(rest: string, cwd: string): SqliteTarget {
  const [location] = cut(rest, '?');
  if (location === '' || location === '/' || location === '/:memory:') {
    return { dialect: 'sqlite', path: undefined };
  }
  if (!location.startsWith('/')) throw bad('has two slashes where a file needs three or four');
  const path = location.slice(1);
  return { dialect: 'sqlite', path: isAbsolute(path) ? path : join(cwd, path) };
}

/**
 * Understands a connection URL as SQLAlchemy writes them. The driver after `+` is ignored. `%40` and the like stand
 * for characters in user and password only; a `%` that begins no such code is one.
 *
 * @param cwd the folder that relative sqlite paths start from
 * @throws InspectorError `INSP_DB_BAD_URL`; the message never shows the URL, which may hold a password
 */
export function parseConnectionUrl(url: string, cwd: string): SqliteTarget | ServerTarget {
  const [scheme, rest] = cut(url.trim(), '://');
  const dialect = DIALECTS.get(cut(scheme, '+')[0].toLowerCase());
  if (rest === undefined) throw bad('has no `://`');
  if (dialect === undefined) throw bad(`begins with ${JSON.stringify(scheme)}, which is no database known`);
  if (dialect === 'sqlite') return sqliteTarget(rest, cwd);
  const [credentials, location] = splitCredentials(rest);
  const [address, query] = cut(location, '?');
  const [hostAndPort, database] = cut(address, '/');
  if (database === undefined || database === '') throw bad('names no database');
  const [username, password] = cut(credentials, ':');
  const options = new Map(new URLSearchParams(query ?? ''));
  const { host, port } = splitHost(hostAndPort);
  return {
    dialect,
    host: host === '' ? 'localhost' : host,
    port,
    username: unescape(username),
    password: password === undefined ? undefined : unescape(password),
    database,
    options,
  };
}
