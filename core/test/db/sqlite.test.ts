import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase } from '../../src/db/open-database.js';
import { openSqlite } from '../../src/db/sqlite-store.js';
import { databaseConfig, warnings } from './database-config.js';
import { freshRecord } from './fresh-record.js';
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

  it('of early versions of ironic-inspector has records without a state, which can be started again', async () => {
    const { log } = warnings();
    const options = { path: join(folder, 'early.sqlite'), create: true, synchronous: true, log };
    const config = databaseConfig(`sqlite:///${options.path}`);
    const database = await openDatabase({ config, cwd: folder, log, upgrade: true });
    const store = await openSqlite(options);
    const fresh = freshRecord({ attributes: [{ name: 'mac', value: '11:11:11:11:11:11' }] });
    await store.transaction((session) => session.run(`INSERT INTO nodes (uuid) VALUES (?)`, [fresh.uuid]));

    const present = await database.records.get(fresh.uuid);
    expect(present?.state).to.equal('finished');
    const written = await database.records.replace(fresh, present?.state);

    expect(await database.records.get(fresh.uuid)).to.deep.equal(written);
    expect(await database.records.attributes(fresh.uuid)).to.deep.equal(fresh.attributes);
    await store.close();
    await database.close();
  });
});

describe('a database in memory', () => {
  repositoriesSuite(() =>
    openDatabase({ config: databaseConfig('sqlite://'), cwd: '/', log: warnings().log, upgrade: true }),
  );
});
