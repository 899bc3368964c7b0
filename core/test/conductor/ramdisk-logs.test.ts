import { expect } from 'chai';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Json } from '@inspector/plugin-api';
import { storeRamdiskLogs } from '../../src/conductor/ramdisk-logs.js';
import { resolveConfig } from '../../src/config/load.js';

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
    return storeRamdiskLogs(logs === undefined ? {} : { logs }, 'node', { config, log });
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
});
