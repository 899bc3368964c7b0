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

/** The programs {@link startMariadb} needs. */
export const MARIADB_COMMANDS = ['mariadbd', 'mariadb-install-db', 'mariadb'] as const;

/** What differs between servers of tests. */
export interface MariadbOptions {
  /** false: commits wait for the disk, as in production; needed where the server is killed. Default true. */
  readonly fast?: boolean;
  /** Further options for mariadbd. */
  readonly args?: readonly string[];
}

const FAST = [
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=0',
  '--innodb-flush-method=nosync',
  '--innodb-buffer-pool-size=64M',
];

/** Starts a MariaDB of its own on 127.0.0.1 in a temporary folder. */
export async function startMariadb({ fast = true, args = [] }: MariadbOptions = {}): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-mariadb-'));
  const account = serverAccount('mysql');
  if (account !== undefined) {
    await chown(folder, account.uid, account.gid);
    await chmod(folder, 0o755);
  }
  const data = join(folder, 'data');
  const socket = join(folder, 's.sock');
  const port = await freePort();
  const user = account === undefined ? [] : ['--user=mysql'];
  await run(commandPath('mariadb-install-db'), [
    '--no-defaults',
    ...user,
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ]);
  const sql = (text: string): Promise<unknown> =>
    run(commandPath('mariadb'), ['--no-defaults', `--socket=${socket}`, '--user=root', `--execute=${text}`]);
  const server = new RunningServer({
    command: commandPath('mariadbd'),
    args: [
      '--no-defaults',
      ...user,
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--pid-file=${join(folder, 'pid')}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      '--skip-name-resolve',
      '--max-connections=200',
      '--character-set-server=utf8mb4',
      ...(fast ? FAST : []),
      ...args,
    ],
    ping: () => sql('SELECT 1'),
    stopSignal: 'SIGTERM',
  });
  await server.start();
  await sql(`CREATE USER inspector@'127.0.0.1' IDENTIFIED BY 'in:sp@ec/tor'`);
  const create = async (name: string): Promise<string> => {
    await sql(`CREATE DATABASE ${name}; GRANT ALL ON ${name}.* TO inspector@'127.0.0.1'`);
    return `mysql+pymysql://inspector:in%3Asp%40ec%2Ftor@127.0.0.1:${port}/${name}?charset=utf8`;
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
