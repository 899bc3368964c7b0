import { execFile } from 'node:child_process';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port.js';
import { commandPath } from '../peer.js';
import { serverAccount } from './account.js';
import type { DatabaseServer } from './database-server.js';
import { RunningServer } from './run-server.js';

const run = promisify(execFile);

/** The programs {@link startPostgresql} needs. */
export const POSTGRESQL_COMMANDS = ['initdb', 'postgres', 'psql'] as const;

/** What differs between servers of tests. */
export interface PostgresqlOptions {
  /** false: commits wait for the disk, as in production; needed where the server is killed. Default true. */
  readonly fast?: boolean;
}

/** Starts a PostgreSQL of its own on 127.0.0.1 in a temporary folder. */
export async function startPostgresql({ fast = true }: PostgresqlOptions = {}): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-postgresql-'));
  const account = serverAccount('postgres');
  if (account !== undefined) {
    await chown(folder, account.uid, account.gid);
    await chmod(folder, 0o755);
  }
  const data = join(folder, 'data');
  const port = await freePort();
  const identity = { ...account, cwd: '/' };
  await run(
    commandPath('initdb'),
    ['-D', data, '-A', 'trust', '-U', 'inspector', '-E', 'UTF8', '--locale=C', '--no-sync'],
    identity,
  );
  const sql = (database: string, text: string): Promise<unknown> =>
    run(commandPath('psql'), [
      ...['-h', '127.0.0.1', '-p', String(port), '-U', 'inspector', '-d', database],
      ...['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', text],
    ]);
  const server = new RunningServer({
    command: commandPath('postgres'),
    args: [
      ...['-D', data, '-p', String(port), '-k', folder],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
      ...(fast ? ['-c', 'fsync=off', '-c', 'full_page_writes=off'] : []),
    ],
    ...account,
    ping: () => sql('postgres', 'SELECT 1'),
    // SIGINT ends the sessions that are open; SIGTERM would wait for them.
    stopSignal: 'SIGINT',
  });
  await server.start();
  const create = async (name: string): Promise<string> => {
    await sql('postgres', `CREATE DATABASE ${name}`);
    return `postgresql+psycopg2://inspector@127.0.0.1:${port}/${name}`;
  };
  return {
    url: await create('inspector'),
    create,
    kill: () => server.end('kill'),
    restart: () => server.start(),
    async stop() {
      await server.end('stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
