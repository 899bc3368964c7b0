import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/db/open-database.js';
import { databaseConfig, warnings } from '../db/database-config.js';
import { stolenLeasesSuite } from './stolen-leases/suite.js';

describe('two processes on one sqlite file', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-stolen-'));
  });
  after(() => rm(folder, { recursive: true }));

  const connection = (): string => `sqlite:///${join(folder, 'db.sqlite')}`;
  const open = () =>
    openDatabase({ config: databaseConfig(connection()), cwd: '/', log: warnings().log, upgrade: true });
  stolenLeasesSuite(connection, open, 2000);
});
