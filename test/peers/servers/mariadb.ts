import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../free-port.js';
import { commandPath } from '../peer.js';
import { serverFolder } from './account.js';
import { startDaemon } from './daemon.js';
import { databaseServer, type DatabaseServer } from './database-server.js';
import { run } from './run.js';

/** The programs {@link startMariadb} needs. */
export const MARIADB_COMMANDS = ['mariadbd', 'mariadb-install-db', 'mariadb'] as const;

/** What differs between servers of tests. */
export interface MariadbOptions {
  /** false: commits wait for the disk, as in production; needed where the server is killed. Default true. */
  readonly fast?: boolean;
  /** Further options for mariadbd; they win. */
  readonly args?: readonly string[];
}

const COMMON = [
  '--bind-address=127.0.0.1',
  '--skip-name-resolve',
  '--max-connections=200',
  '--character-set-server=utf8mb4',
  '--max-allowed-packet=64M',
];
const FAST = [
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=0',
  '--innodb-flush-method=nosync',
  '--innodb-buffer-pool-size=64M',
];

/** Starts a MariaDB of its own on 127.0.0.1 in a temporary folder. */
export async function startMariadb({ fast = true, args = [] }: MariadbOptions = {}): Promise<DatabaseServer> {
  const { folder, user } = await serverFolder('mariadb', 'mysql');
  const port = await freePort();
  const socket = join(folder, 's.sock');
  const place = [
    '--no-defaults',
    ...(user === undefined ? [] : [`--user=${user}`]),
    `--datadir=${join(folder, 'data')}`,
  ];
  const sql = (text: string): Promise<string> =>
    run(commandPath('mariadb'), ['--no-defaults', `--socket=${socket}`, '--user=root', `--execute=${text}`]);
  const start = () =>
    startDaemon({
      command: commandPath('mariadbd'),
      args: [
        ...place,
        `--socket=${socket}`,
        `--pid-file=${join(folder, 'pid')}`,
        `--port=${port}`,
        ...COMMON,
        ...(fast ? FAST : []),
        ...args,
      ],
      cwd: folder,
      ready: async () => (await sql('SELECT 1')) !== '',
    });
  const install = [...place, '--auth-root-authentication-method=normal', '--skip-test-db'];
  await run(commandPath('mariadb-install-db'), install, { cwd: folder });
  return databaseServer(
    start,
    () => rm(folder, { recursive: true, force: true }),
    async (name) => {
      await sql(
        `CREATE DATABASE ${name};
         CREATE USER IF NOT EXISTS inspector@'127.0.0.1' IDENTIFIED BY 'in:sp@ec/tor';
         GRANT ALL ON ${name}.* TO inspector@'127.0.0.1'`,
      );
      return `mysql+pymysql://inspector:in%3Asp%40ec%2Ftor@127.0.0.1:${port}/${name}?charset=utf8`;
    },
  );
}
