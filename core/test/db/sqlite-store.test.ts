import { execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect } from 'chai';
import sinon from 'sinon';
import type { Session, Store } from '../../src/db/session.js';
import { openSqlite } from '../../src/db/sqlite-store.js';
import { warnings } from './database-config.js';
import { rejection } from '../../../test/mocha/rejection.js';

const run = promisify(execFile);
const COUNT_ALOUD = fileURLToPath(new URL('count-aloud.ts', import.meta.url));
const COUNT_UP = fileURLToPath(new URL('count-up.ts', import.meta.url));

describe('an sqlite file', () => {
  let folder: string;
  let path: string;
  let store: Store;
  const open = () => openSqlite({ path, create: true, synchronous: true, log: warnings().log });
  const count = async (from = store) =>
    Number((await from.read((session) => session.all('SELECT value FROM counter')))[0]?.['value']);
  const addOne = async (session: Session) => {
    const [row] = await session.all('SELECT value FROM counter');
    await session.run('UPDATE counter SET value = ?', [Number(row?.['value']) + 1]);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-sqlite-'));
    path = join(folder, 'db.sqlite');
    store = await open();
    await store.transaction(async (session) => {
      await session.run('CREATE TABLE counter (value INTEGER NOT NULL)');
      await session.run('INSERT INTO counter (value) VALUES (0)');
    });
  });
  afterEach(async () => {
    sinon.restore();
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('can be read by nobody else, nor can what sqlite keeps beside it', async () => {
    const names = (await readdir(folder)).filter((name) => name.startsWith('db.sqlite'));
    expect(names).to.include.members(['db.sqlite', 'db.sqlite-wal']);
    for (const name of names) expect((await stat(join(folder, name))).mode & 0o077, name).to.equal(0);
  });

  it('is warned of where others can read it, and left as it is', async () => {
    await chmod(path, 0o640);
    const { log, messages } = warnings();
    await (await openSqlite({ path, create: true, synchronous: true, log })).close();
    expect(messages.join('\n')).to.include(`chmod 600 ${path}`);
    expect((await stat(path)).mode & 0o777).to.equal(0o640);
  });

  it('loses none of 50 changes that each depend on what they read', async () => {
    await Promise.all(Array.from({ length: 50 }, () => store.transaction(addOne)));
    expect(await count()).to.equal(50);
  });

  it('loses none when the same process has opened it twice', async () => {
    const second = await open();
    const both = [store, second];
    await Promise.all(Array.from({ length: 50 }, (_, index) => both[index % 2]?.transaction(addOne)));
    expect(await count()).to.equal(50);
    expect(await count(second)).to.equal(50);
    await second.close();
  });

  it('loses none when three processes work on it', async () => {
    const child = () => run(process.execPath, ['--import', 'tsx', COUNT_UP, path, '50']);
    const here = Array.from({ length: 50 }, () => store.transaction(addOne));
    await Promise.all([child(), child(), ...here]);
    expect(await count()).to.equal(150);
  });

  it('has every change that was answered before the process was killed', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', COUNT_ALOUD, path]);
    const lines = createInterface({ input: child.stdout });
    let answered = 0;
    for await (const line of lines) {
      answered = Number(line);
      if (answered === 100) child.kill('SIGKILL');
    }
    expect(answered).to.be.at.least(100);
    expect(await count()).to.be.within(answered, answered + 1);
    await store.transaction(addOne);
  });

  for (const [what, change, said] of [
    ['deleted', () => rm(path), 'was deleted while the service ran'],
    [
      'replaced',
      () => rename(path, `${path}.old`).then(() => writeFile(path, '')),
      'was replaced by another file',
    ],
  ] as const) {
    it(`takes no change that would be lost, a second after it was ${what}, and says what to do`, async () => {
      await change();
      sinon.stub(performance, 'now').returns(performance.now() + 1000);
      const statements = [{ sql: 'UPDATE counter SET value = 5' }];
      for (const work of [
        () => store.transaction(addOne),
        () => store.statement((session) => session.run('UPDATE counter SET value = 5')),
        () => store.batch(statements),
      ]) {
        const error = await rejection((async (): Promise<unknown> => work())());
        expect(error.code).to.equal('INSP_DB_FAILED');
        expect(error.message).to.include(said).and.include('start the service again');
      }
    });
  }

  it('undoes a transaction that fails, and goes on', async () => {
    const failed = store.transaction(async (session) => {
      await addOne(session);
      throw new Error('changed my mind');
    });
    expect(await failed.catch((error: Error) => error.message)).to.equal('changed my mind');
    expect(await count()).to.equal(0);
    await store.transaction(addOne);
    expect(await count()).to.equal(1);
  });

  it('shows readers only what is committed', async () => {
    await store.transaction(async (session) => {
      await addOne(session);
      expect(await count()).to.equal(0);
    });
    expect(await count()).to.equal(1);
  });

  it('does not let readers change anything', async () => {
    const failed = await store.read((session) => session.run('DELETE FROM counter')).catch(String);
    expect(failed).to.include('readonly');
  });

  it('reports a wrong statement, again and again', async () => {
    for (let time = 0; time < 2; time += 1) {
      const failed = await store.read((session) => session.all('SELECT * FROM absent')).catch(String);
      expect(failed).to.include('no such table');
    }
  });

  it('finishes the work it was given before it closes', async () => {
    const second = await open();
    const work = Promise.all(Array.from({ length: 20 }, () => second.transaction(addOne)));
    await second.close();
    await work;
    expect(await count()).to.equal(20);
  });

  it('leaves one file behind after closing', async () => {
    await store.close();
    expect(await readdir(folder)).to.deep.equal(['db.sqlite']);
    store = await open();
  });

  it('is not made where it must exist', async () => {
    const missing = join(folder, 'missing.sqlite');
    const error = await rejection(
      openSqlite({ path: missing, create: false, synchronous: true, log: warnings().log }),
    );
    expect(error.code).to.equal('INSP_DB_NOT_UPGRADED');
    expect(error.message).to.include(missing).and.to.include('inspector dbsync upgrade');
    expect(await readdir(folder)).to.not.include('missing.sqlite');
  });

  it('says when it cannot be opened', async () => {
    const options = { path: folder, create: true, synchronous: true, log: warnings().log };
    const error = await rejection(openSqlite(options));
    expect(error.code).to.equal('INSP_DB_UNREACHABLE');
    expect(error.message).to.include(folder);
  });
});
