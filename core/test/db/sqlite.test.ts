import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/db/open-database.js';
import { databaseConfig, warnings } from './database-config.js';
import { repositoriesSuite } from './repositories.suite.js';

describe('a database in an sqlite file', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-db-'));
  });
  after(() => rm(folder, { recursive: true }));
  repositoriesSuite(() => {
    const config = databaseConfig('sqlite:///new/folder/inspector.sqlite');
    return openDatabase({ config, cwd: folder, log: warnings().log, upgrade: true });
  });
});

describe('a database in memory', () => {
  repositoriesSuite(() =>
    openDatabase({ config: databaseConfig('sqlite://'), cwd: '/', log: warnings().log, upgrade: true }),
  );
});
