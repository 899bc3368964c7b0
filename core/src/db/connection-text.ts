import { parseConnectionUrl } from './connection-url.js';

/**
 * How a database is called in messages: its URL without the password.
 *
 * @param cwd - where relative sqlite paths start
 * @throws InspectorError `INSP_DB_BAD_URL`
 */
export function connectionText(url: string, cwd: string): string {
  const target = parseConnectionUrl(url, cwd);
  if (target.dialect === 'sqlite') return target.path === undefined ? 'sqlite in memory' : target.path;
  return serverText(target);
}

/** The address of a database on a server, with the user and without the password. */
export function serverText(target: {
  readonly dialect: string;
  readonly username: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly database: string;
}): string {
  const { dialect, username, host, port, database } = target;
  const user = username === '' ? '' : `${username}@`;
  const name = host.includes(':') ? `[${host}]` : host;
  return `${dialect}://${user}${name}${port === undefined ? '' : `:${port}`}/${database}`;
}
