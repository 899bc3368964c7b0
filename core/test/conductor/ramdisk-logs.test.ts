import { expect } from 'chai';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Json } from '@inspector/plugin-api';
import { storeRamdiskLogs } from '../../src/conductor/ramdisk-logs.js';
import { pruneStrangerLogs } from '../../src/conductor/stranger-logs.js';
import { resolveConfig } from '../../src/config/load.js';
import type { UserConfig } from '../../src/config/types.js';
import { createMetrics } from '../../src/metrics/metrics.js';

describe('the logs a ramdisk sent along', () => {
  let folder: string;
  let lines: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-logs-'));
    lines = [];
  });
  afterEach(() => rm(folder, { recursive: true }));
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const store = (logs: Json | undefined, ramdiskLogsDir: string, ramdiskLogsFilenameFormat = '{uuid}.gz') => {
    const config = resolveConfig({ processing: { ramdiskLogsDir, ramdiskLogsFilenameFormat } });
    return storeRamdiskLogs(logs === undefined ? {} : { logs }, 'node', {
      config,
      log,
      metrics: createMetrics(),
    });
  };
  const text = Buffer.from('tar').toString('base64');

  it('are decoded into a file only the service and its group can read', async () => {
    const place = join(folder, 'of/ramdisks');
    await store(text, place);
    expect(await readFile(join(place, 'node.gz'), 'utf8')).to.equal('tar');
    expect((await stat(join(place, 'node.gz'))).mode & 0o007).to.equal(0);
    expect(lines).to.deep.equal([]);
  });

  it('may come in lines', async () => {
    await store(`${text.slice(0, 2)}\r\n${text.slice(2)}\n \n`, folder);
    expect(await readFile(join(folder, 'node.gz'), 'utf8')).to.equal('tar');
  });

  for (const none of [undefined, null]) {
    it(`are not missed when there are none (${String(none)})`, async () => {
      await store(none, folder);
      expect([await readdir(folder), lines]).to.deep.equal([[], []]);
    });
  }

  for (const [what, logs] of [
    ['a number', 5],
    ['an object', {}],
    ['a text in another alphabet', 'päck'],
    ['padding in the middle', 'dG=Fy'],
    ['padded too much', 'dGFy==='],
    ['line breaks, as many as a packet holds, and no base64', `${'\n'.repeat(400_000)}!`],
  ] as [string, Json][]) {
    it(`are dropped with a warning when they are ${what}`, async () => {
      await store(logs, folder);
      expect(await readdir(folder)).to.deep.equal([]);
      expect(lines.join('')).to.include('are not base64');
    });
  }

  it('are dropped with a warning when their file would lie elsewhere', async () => {
    await store(text, join(folder, 'inner'), '../{uuid}.gz');
    expect(await readdir(folder)).to.deep.equal([]);
    expect(lines.join('')).to.include('would lie outside');
  });

  it('are dropped with an error when their folder cannot be used', async () => {
    await writeFile(join(folder, 'file'), '');
    await store(text, join(folder, 'file'));
    expect(lines.join('')).to.include('could not be written to');
  });

  describe('that belongs to no introspection', () => {
    const begun = Date.now() - 3_600_000;
    const services = (limits: UserConfig['limits']) => {
      const processing = { ramdiskLogsDir: folder, ramdiskLogsFilenameFormat: '{uuid}_{mac}.gz' };
      return { config: resolveConfig({ processing, limits }), log, metrics: createMetrics() };
    };
    const stranger = async (number: number, limits: UserConfig['limits'], logs = text) => {
      const given = services(limits);
      await storeRamdiskLogs({ logs, boot_interface: mac(number) }, undefined, given);
      const path = join(folder, 'unknown', `unknown_${mac(number).replaceAll(':', '')}.gz`);
      // Files that are written at once have one time; a machine that comes later has a later one.
      const time = new Date(begun + number * 1000);
      await utimes(path, time, time).catch(() => undefined);
      return given;
    };
    const mac = (number: number) => `52:54:00:00:00:${number.toString(16).padStart(2, '0')}`;
    const kept = async () =>
      (await readdir(join(folder, 'unknown')))
        .map((name) => parseInt(name.slice(-5, -3), 16))
        .sort((a, b) => a - b);

    it('go into a folder of their own', async () => {
      await store(text, folder);
      await stranger(1, {});
      expect((await readdir(folder)).sort()).to.deep.equal(['node.gz', 'unknown']);
      expect(await kept()).to.deep.equal([1]);
    });

    it('are kept up to a number, the newest of them; those of nodes stay', async () => {
      await store(text, folder);
      for (let number = 1; number <= 10; number++) await stranger(number, { strangersLogFiles: 4 });
      expect(await kept()).to.deep.equal([7, 8, 9, 10]);
      expect(await readdir(folder)).to.include('node.gz');
    });

    it('are kept up to so many bytes', async () => {
      const logs = Buffer.alloc(1000).toString('base64');
      for (let number = 1; number <= 10; number++) await stranger(number, { strangersLogBytes: 3500 }, logs);
      expect(await kept())
        .to.include(10)
        .and.have.lengthOf(3);
    });

    it('are kept for so many days', async () => {
      const given = await stranger(1, { strangersLogDays: 7 });
      await stranger(2, { strangersLogDays: 7 });
      await pruneStrangerLogs(given, begun + 1500 + 7 * 86_400_000);
      expect(await kept()).to.deep.equal([2]);
      const hits = await given.metrics.limitHits.get();
      expect(hits.values).to.deep.include({ labels: { limit: 'limits.strangersLog' }, value: 1 });
      expect(lines.join('')).to.include('Deleted 1 old files');
    });
  });
});
