import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../core/src/db/open-store.js';
import type { Store } from '../../../core/src/db/session.js';
import { backupSuite } from '../../../core/test/db/backup.suite.js';
import { databaseConfig, warnings } from '../../../core/test/db/database-config.js';
import type { DatabaseServer } from '../servers/database-server.js';

/** How the databases of a server are saved and restored, into sqlite and from it, too. */
export function serverBackupSuite(start: () => Promise<DatabaseServer>): void {
  let server: DatabaseServer;
  let folder: string;
  let count = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-backup-'));
    server = await start();
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const open = (connection: string): Promise<Store> =>
    openStore({
      ...{ config: databaseConfig(connection), cwd: folder, log: warnings().log, create: true },
    });
  backupSuite(
    async () => open(await server.create(`backup_${String(count++)}`)),
    () => open(`sqlite:///${folder}/${String(count++)}.sqlite`),
  );
}
