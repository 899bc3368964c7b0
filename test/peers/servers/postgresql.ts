import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../free-port.js';
import { commandPath } from '../peer.js';
import { serverFolder } from './account.js';
import { startDaemon } from './daemon.js';
import { databaseServer, type DatabaseServer } from './database-server.js';
import { run } from './run.js';

/** The programs {@link startPostgresql} needs. */
export const POSTGRESQL_COMMANDS = ['initdb', 'postgres', 'psql', 'setpriv'] as const;

/** What differs between servers of tests. */
export interface PostgresqlOptions {
  /** false: commits wait for the disk, as in production; needed where the server is killed. Default true. */
  readonly fast?: boolean;
}

/** A command line that runs a program as a user of its own. */
function asUser(user: string | undefined, program: string): { command: string; before: string[] } {
  const path = commandPath(program);
  if (user === undefined) return { command: path, before: [] };
  const before = [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', path];
  return { command: commandPath('setpriv'), before };
}

/** Starts a PostgreSQL of its own on 127.0.0.1 in a temporary folder. */
export async function startPostgresql({ fast = true }: PostgresqlOptions = {}): Promise<DatabaseServer> {
  const { folder, user } = await serverFolder('postgresql', 'postgres');
  const data = join(folder, 'data');
  const port = await freePort();
  const initdb = asUser(user, 'initdb');
  await run(
    initdb.command,
    [...initdb.before, '-D', data, '-A', 'trust', '-U', 'inspector', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { cwd: folder },
  );
  const sql = (database: string, text: string): Promise<string> =>
    run(commandPath('psql'), [
      ...['-h', '127.0.0.1', '-p', String(port), '-U', 'inspector', '-d', database],
      ...['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', text],
    ]);
  const postgres = asUser(user, 'postgres');
  const start = () =>
    startDaemon({
      command: postgres.command,
      args: [
        ...postgres.before,
        ...['-D', data, '-p', String(port), '-k', folder],
        ...['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
        ...(fast ? ['-c', 'fsync=off', '-c', 'full_page_writes=off'] : []),
      ],
      cwd: folder,
      ready: async () => (await sql('postgres', 'SELECT 1')) !== '',
    });
  return databaseServer(
    start,
    () => rm(folder, { recursive: true, force: true }),
    async (name) => {
      await sql('postgres', `CREATE DATABASE ${name}`);
      return `postgresql+psycopg2://inspector@127.0.0.1:${port}/${name}`;
    },
  );
}
