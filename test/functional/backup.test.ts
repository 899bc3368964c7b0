import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMachine, enroll, simulate } from '@inspector/simulator';
import { STATES } from '@inspector/plugin-api';
import { expect } from 'chai';
import { openDatabase } from '../../core/src/db/open-database.js';
import type { Database } from '../../core/src/db/types.js';
import { runProgram } from '../../core/test/cli/run-program.js';
import { databaseConfig, warnings } from '../../core/test/db/database-config.js';
import { Bench, eventually } from './harness.js';

const COUNT = 20;
const STATE_EVENTS = new Set(STATES.map((state) => `introspection.${state}`));

describe('a backup that is made while the service works', function () {
  this.timeout(60_000);
  let bench: Bench;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-backup-'));
    bench = await Bench.start();
    await configure('source', join(bench.folder, 'inspector.sqlite'));
    await configure('target', join(folder, 'target.sqlite'));
  });
  afterEach(async () => {
    await bench.close();
    await rm(folder, { recursive: true });
  });

  const configure = (name: string, path: string): Promise<void> =>
    writeFile(
      join(folder, `${name}.json`),
      JSON.stringify({ database: { connection: `sqlite:///${path}`, sqliteSynchronous: false } }),
    );
  const run = (config: string, ...argv: string[]) =>
    runProgram(['--config', `${config}.json`, ...argv], { cwd: folder });

  async function restored<T>(file: string, look: (database: Database) => Promise<T>): Promise<T> {
    const { status, err } = await run('target', 'restore', file, '--force');
    expect({ status, err }).to.deep.equal({ status: 0, err: '' });
    const config = databaseConfig(`sqlite:///${join(folder, 'target.sqlite')}`);
    const database = await openDatabase({ config, cwd: folder, log: warnings().log, upgrade: false });
    try {
      return await look(database);
    } finally {
      await database.close();
    }
  }

  /** A record, the event of its last change and what is kept of its end are written together, so they have to be there together. */
  async function expectWhole({ records, events, history }: Database): Promise<string[]> {
    const all = await records.list({ limit: 1000 });
    const told = await events.after(0, { limit: 10_000 });
    for (const { uuid, state } of all) {
      const last = told.filter(({ node, type }) => node === uuid && STATE_EVENTS.has(type)).at(-1);
      expect(last?.type, uuid).to.equal(`introspection.${state}`);
      expect(await history.list(uuid, { limit: 10 }), uuid).to.have.length(state === 'finished' ? 1 : 0);
      const macs = (await records.attributes(uuid)).filter(({ name }) => name === 'mac');
      if (state === 'waiting') expect(macs, uuid).not.to.deep.equal([]);
    }
    return all.map(({ state }) => state);
  }

  it('has every record whole, whatever twenty introspections do meanwhile', async function () {
    this.timeout(120_000);
    // The first one boots when a backup has been made, so that at least one sees work that goes on.
    const machines = Array.from({ length: COUNT }, (_, index) =>
      createMachine({
        index,
        seed: 'backup',
        payload: 'kvm-2nic-extra-hardware',
        driver: 'ipmi',
        silent: index === 0,
      }),
    );
    for (const machine of machines) enroll(bench.ironic, machine);
    const simulation = simulate(bench.ironic, machines, { inspectorUrl: bench.url });
    try {
      const starts = Promise.all(machines.map(({ node }) => bench.start(node.uuid)));
      const files: string[] = [];
      const backup = async (): Promise<void> => {
        const file = `${String(files.length)}.backup`;
        const { status, out, err } = await run('source', 'backup', file);
        expect({ status, err }, out).to.deep.equal({ status: 0, err: '' });
        files.push(file);
      };
      const over = Promise.all(machines.map(({ node }) => bench.finished(node.uuid, 60_000)));
      let isOver = false;
      const ended = starts.then(() => over).finally(() => (isOver = true));
      await starts;
      await backup();
      await bench.until(machines[0]?.uuid ?? '', ({ state }) => state === 'waiting');
      await bench.post(machines[0]?.payload ?? {});
      while (!isOver) await backup();
      await ended;
      await backup();
      const seen = new Set<string>();
      for (const file of files) for (const state of await restored(file, expectWhole)) seen.add(state);
      expect(seen.size, [...seen].join()).to.be.above(1);
      expect(await restored(files.at(-1) ?? '', expectWhole)).to.deep.equal(Array(COUNT).fill('finished'));
      expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).to.deep.equal([]);
    } finally {
      await simulation.stop();
    }
  });

  it('is not restored over a service that runs, nor over records without a word, and can be looked at', async () => {
    expect((await run('source', 'backup', 'a.backup')).status).to.equal(0);
    const busy = await run('source', 'restore', 'a.backup', '--force');
    expect(busy.status).to.equal(1);
    expect(busy.err).to.match(/^INSP_DB_IN_USE: /);
    const check = await run('source', 'restore', 'a.backup', '--check');
    expect(check.out).to.match(
      /a\.backup is whole: 0 introspections and 0 rules of .* UTC, revision [0-9a-f]{12}\.\n$/,
    );
    await bench.sql(`INSERT INTO nodes (uuid, state) VALUES ('mine', 'finished')`);
    expect((await run('source', 'backup', 'b.backup', '--json')).out).to.include('"nodes": 1');
    await run('target', 'restore', 'b.backup');
    const again = await run('target', 'restore', 'a.backup');
    expect(again.err).to.match(/^INSP_BAD_REQUEST: There is something in .*target\.sqlite already.*--force/);
    expect(await restored('b.backup', ({ records }) => records.allUuids())).to.deep.equal(['mine']);
  });

  it('needs a database at the newest revision, and a folder that is there', async () => {
    expect((await run('target', 'backup', 'a.backup')).err).to.match(
      /^INSP_DB_NOT_UPGRADED: .*dbsync upgrade/,
    );
    expect((await run('source', 'backup', 'none/a.backup')).err).to.match(
      /^INSP_FILE_FAILED: .*none does not exist/,
    );
    expect((await run('source', 'restore', 'none.backup')).err).to.match(/^INSP_FILE_FAILED: .*none\.backup/);
    await eventually(
      () => readdir(folder),
      (names) => !names.some((name) => name.includes('backup')),
      'the folder',
    );
  });
});
