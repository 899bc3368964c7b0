import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { exportDatabase } from '../../src/db/backup/export-database.js';
import { verifyArchive } from '../../src/db/backup/verify-archive.js';
import { openStore } from '../../src/db/open-store.js';
import { rejection } from '../../../test/mocha/rejection.js';
import { backupSuite, fillTables, loaded, rowsIn, saved } from './backup.suite.js';
import { databaseConfig, warnings } from './database-config.js';

const sqliteIn = (folder: string) => {
  let count = 0;
  return () => {
    const config = databaseConfig(`sqlite:///${folder}/${String(count++)}.sqlite`);
    return openStore({ config, cwd: folder, log: warnings().log, create: true });
  };
};

describe('a backup of sqlite', function () {
  this.timeout(60_000);
  let folder: string;
  let open: ReturnType<typeof sqliteIn>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-backup-'));
    open = sqliteIn(folder);
  });
  after(() => rm(folder, { recursive: true }));

  backupSuite(
    () => open(),
    () => open(),
  );
});

describe('the file of a backup', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-backup-'));
    const store = await sqliteIn(folder)();
    await fillTables(store);
    file = await saved(store, join(folder, 'good'));
    await store.close();
  });
  after(() => rm(folder, { recursive: true }));

  const lines = async (): Promise<string[]> =>
    gunzipSync(await readFile(file))
      .toString()
      .trimEnd()
      .split('\n');
  /** Writes lines with the right sum. */
  async function written(all: readonly string[], rows?: object): Promise<string> {
    const body = all.slice(0, -1).map((line) => `${line}\n`);
    const { end } = JSON.parse(all.at(-1) ?? '') as { end: { rows: object } };
    const sha256 = createHash('sha256').update(body.join('')).digest('hex');
    const path = join(folder, 'other');
    await writeFile(
      path,
      gzipSync(`${body.join('')}${JSON.stringify({ end: { rows: rows ?? end.rows, sha256 } })}\n`),
    );
    return path;
  }
  const fault = async (path: string): Promise<string> => {
    const error = await rejection(verifyArchive(path));
    expect(error.code).to.equal('INSP_FILE_FAILED');
    return error.message;
  };

  it('is for its owner only, and has no other file beside it', async () => {
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect((await readdir(folder)).filter((name) => name.includes('good'))).to.deep.equal(['good']);
  });

  it('is as it was where a new one is not finished', async () => {
    const before = await readFile(file);
    const store = await sqliteIn(folder)();
    const stopped = AbortSignal.abort(new Error('stopped'));
    const error = await exportDatabase(store, { file, program: '1', signal: stopped }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.an('error');
    await store.close();
    expect(await readFile(file)).to.deep.equal(before);
    expect((await readdir(folder)).filter((name) => name.includes('good'))).to.deep.equal(['good']);
  });

  it('is refused where it was cut, changed, or is something else', async () => {
    const whole = await readFile(file);
    const path = join(folder, 'bad');
    for (const cut of [10, 100, whole.length >> 1, whole.length - 1]) {
      await writeFile(path, whole.subarray(0, cut));
      expect(await fault(path), String(cut)).to.match(/is damaged|is no backup/);
    }
    for (const at of [30, whole.length >> 1, whole.length - 20]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(path, changed);
      expect(await fault(path), String(at)).to.match(/is damaged|is no backup/);
    }
    await writeFile(path, 'CREATE TABLE nodes');
    expect(await fault(path)).to.include('is no backup of Inspector');
    await writeFile(path, '');
    expect(await fault(path)).to.match(/is no backup|damaged/);
    await writeFile(path, gzipSync('{"some": "thing"}\n'));
    expect(await fault(path)).to.include('is no backup of Inspector');
  });

  it('is refused where a newer version has written it, or its rows are not as it says', async () => {
    const all = await lines();
    const [header = ''] = all;
    const newer = header.replace(/"revision":"[0-9a-f]+"/, '"revision":"ffffffffffff"');
    expect(await fault(await written([newer, ...all.slice(1)]))).to.match(
      /revision "ffffffffffff".*Version 1\.0\.0/,
    );
    const form = header.replace('"version":1', '"version":2');
    expect(await fault(await written([form, ...all.slice(1)]))).to.include(
      'a newer version of Inspector writes',
    );
    expect(await fault(await written(all.filter((_line, at) => at !== 2)))).to.include('not as many rows');
    for (const table of [
      '{"table":"users","columns":[{"name":"a","kind":"text"}],"key":["a"],"owner":null}',
    ]) {
      expect(await fault(await written([header, table, ...all.slice(-1)]))).to.include('"users"');
    }
    const evil =
      '{"table":"nodes; DROP TABLE nodes","columns":[{"name":"a","kind":"text"}],"key":["a"],"owner":null}';
    expect(await fault(await written([header, evil, ...all.slice(-1)]))).to.include(
      'a line of it is not known',
    );
  });

  it('leaves out rows whose node is not there, and says how many', async () => {
    const all = await lines();
    const at = all.findIndex((line) => line.includes('"table":"attributes"'));
    const orphan = (all[at + 1] ?? '').replaceAll('nodes-0', 'nobody');
    const path = await written([...all.slice(0, at + 1), orphan, ...all.slice(at + 2)]);
    const store = await sqliteIn(folder)();
    await store.close();
    const fresh = await openStore({
      ...{
        config: databaseConfig(`sqlite:///${folder}/fresh.sqlite`),
        cwd: folder,
        log: warnings().log,
        create: true,
      },
    });
    expect((await loaded(fresh, path)).orphans).to.equal(1);
    expect((await rowsIn(await saved(fresh, join(folder, 'again')))).get('attributes')).to.have.length(24);
    await fresh.close();
  });
});
