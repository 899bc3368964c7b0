import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { openDatabase } from '../../../core/src/db/open-database.js';
import { databaseConfig, warnings } from '../../../core/test/db/database-config.js';
import { chance } from '../../mocha/chance.js';
import { ROOT } from '../../functional/harness.js';
import { filesAfter, writtenBefore } from './power-cut.js';
import { readRecording, type Operation } from './recording.js';

const run = promisify(execFile);
const HERE = join(ROOT, 'test/abuse/power-cut');
const NODES = 12;
/** Moments at which the power goes. */
const CUTS = process.env['INSPECTOR_ABUSE'] === 'long' ? 200 : 15;

const compilerThere = async (): Promise<boolean> =>
  run('gcc', ['--version']).then(
    () => true,
    () => false,
  );

describe('a power cut', function () {
  this.timeout(CUTS * 10_000);
  let folder: string;
  before(async function () {
    if (process.platform !== 'linux' || !(await compilerThere())) this.skip();
    folder = await mkdtemp(join(tmpdir(), 'inspector-power-'));
    const library = join(folder, 'recorder.so');
    await run('gcc', ['-shared', '-fPIC', '-O1', '-o', library, join(HERE, 'recorder.c'), '-ldl']);
  });
  after(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  /** What a service did to its files while it introspected some nodes. */
  const record = async (name: string, synchronous: boolean): Promise<Operation[]> => {
    const place = join(folder, name);
    const log = join(folder, `${name}.log`);
    await mkdir(place);
    const program = join(HERE, 'introspect-aloud.ts');
    const files = { RECORDER_FOLDER: place, RECORDER_LOG: log, LD_PRELOAD: join(folder, 'recorder.so') };
    const options = [place, String(NODES), String(synchronous)];
    await run(process.execPath, ['--import', 'tsx', program, ...options], {
      cwd: ROOT,
      env: { ...process.env, ...files },
    });
    return readRecording(log);
  };

  /** What had been acknowledged before the power went, and is not there afterwards. */
  const lost = async (operations: readonly Operation[], count: number, random: () => number) => {
    const acknowledged = writtenBefore(operations, count, 'acknowledged').split('\n').filter(Boolean);
    if (acknowledged.length === 0) return [];
    const place = await mkdtemp(join(folder, 'after-'));
    for (const [name, content] of filesAfter(operations, count, random)) {
      if (!name.endsWith('-shm')) await writeFile(join(place, name), content);
    }
    const config = databaseConfig(`sqlite:///${place}/inspector.sqlite`);
    const database = await openDatabase({ config, cwd: '/', log: warnings().log, upgrade: false }).catch(
      String,
    );
    if (typeof database === 'string') return [`everything: ${database}`];
    const missing: string[] = [];
    for (const line of acknowledged) {
      const [what = '', uuid = ''] = line.split(' ');
      const record = await database.records.get(uuid);
      const reached: Record<string, string[]> = {
        started: ['starting', 'waiting', 'processing', 'finished'],
        posted: ['processing', 'finished'],
        finished: ['finished'],
      };
      if (!reached[what]?.includes(record?.state ?? ''))
        missing.push(`${line} (is ${record?.state ?? 'gone'})`);
      if (what === 'started') continue;
      for (const processed of [false, true]) {
        if ((await database.introspectionData.get(uuid, processed)) !== undefined) continue;
        missing.push(`${line} (${processed ? 'processed' : 'raw'} data are gone)`);
      }
    }
    await database.close();
    await rm(place, { recursive: true });
    return missing;
  };

  const cuts = (operations: readonly Operation[], random: () => number): number[] =>
    Array.from({ length: CUTS }, () => 1 + Math.floor(random() * operations.length));

  it(`loses nothing that was acknowledged, at ${CUTS} moments`, async () => {
    const operations = await record('safe', true);
    const random = chance();
    for (const count of cuts(operations, random)) {
      expect(await lost(operations, count, random), `after ${count} of ${operations.length}`).to.deep.equal(
        [],
      );
    }
  });

  it('may lose the last changes where sqliteSynchronous is false, but no more than those', async () => {
    const operations = await record('fast', false);
    const random = chance();
    let losses = 0;
    for (const count of cuts(operations, random)) {
      const missing = await lost(operations, count, random);
      expect(missing.join(), 'the database is never damaged').to.not.match(/malformed|not a database/);
      if (missing.length > 0) losses++;
    }
    expect(losses, 'the test sees a loss where there is one').to.be.above(0);
  });
});
