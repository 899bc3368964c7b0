import { expect } from 'chai';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { claimDatabase } from '../../src/db/claim.js';
import { openDatabase } from '../../src/db/open-database.js';
import { databaseConfig } from './database-config.js';
import { freshRecord } from './fresh-record.js';
import { rejection } from '../../../test/mocha/rejection.js';

const log = pino({ level: 'silent' });

describe('the claim of an sqlite database', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-claim-'));
    await (await open('one.sqlite')).close();
  });
  afterEach(() => rm(folder, { recursive: true }));
  const config = (name: string) => databaseConfig(`sqlite:///${name}`);
  const open = (name: string) => openDatabase({ config: config(name), cwd: folder, log, upgrade: true });
  const claim = (name: string) => claimDatabase({ config: config(name), cwd: folder, log });

  it('is refused to a second service until the first lets go', async () => {
    const first = await claim('one.sqlite');
    const { code, message } = await rejection(claim('one.sqlite'));
    expect(code).to.equal('INSP_DB_IN_USE');
    expect(message).to.include(join(folder, 'one.sqlite'));
    await first.release();
    await (await claim('one.sqlite')).release();
  });

  it('is refused under another name of the same file', async () => {
    await symlink('one.sqlite', join(folder, 'link.sqlite'));
    const first = await claim('link.sqlite');
    expect((await rejection(claim('one.sqlite'))).code).to.equal('INSP_DB_IN_USE');
    await first.release();
  });

  it('leaves other databases, and the work on this one, alone', async () => {
    const database = await open('one.sqlite');
    await (await open('two.sqlite')).close();
    const claims = [await claim('one.sqlite'), await claim('two.sqlite')];
    const fresh = freshRecord();
    await database.records.replace(fresh, undefined);
    expect(await (await open('one.sqlite')).records.allUuids()).to.deep.equal([fresh.uuid]);
    await database.close();
    for (const one of claims) await one.release();
  });

  it('says which file it cannot use', async () => {
    await rm(join(folder, 'one.sqlite-owner'), { force: true });
    await symlink(join(folder, 'nowhere/owner'), join(folder, 'one.sqlite-owner'));
    const { code, message } = await rejection(claim('one.sqlite'));
    expect(code).to.equal('INSP_DB_UNREACHABLE');
    expect(message).to.include('one.sqlite-owner');
  });

  it('is everybody’s own in memory', async () => {
    const inMemory = () => claimDatabase({ config: databaseConfig('sqlite://'), cwd: folder, log });
    const claims = [await inMemory(), await inMemory()];
    for (const one of claims) await one.release();
  });
});
