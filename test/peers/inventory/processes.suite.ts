import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { InventoryBackend } from '@inspector/plugin-api';
import { createContext } from '@inspector/test-kit';
import { expect } from 'chai';
import type { Database } from '../../../core/src/db/types.js';
import definition from '../../../plugins/inventory-database/src/index.js';
import { openOn } from '../database/server.suite.js';
import { countingDocument, numberIn } from './counting-document.js';

const PROGRAM = fileURLToPath(new URL('increment.mjs', import.meta.url));
const IS_LONG = process.env['INSPECTOR_TEST_LONG'] === '1';
/** Writes under which processes are killed, at least. */
const WRITES = IS_LONG ? 1000 : 40;
/** Changes of each of 20 writers. */
const INCREMENTS = IS_LONG ? 10 : 3;

interface Writer {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly output: () => string;
  readonly ended: Promise<unknown>;
}

function startWriter(...args: readonly string[]): Writer {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { process: child, output: () => output, ended: once(child, 'close') };
}

/** An inventory in a database that several processes write, some of which are killed. */
export function inventoryProcessesSuite(address: () => string): void {
  let database: Database;
  let backend: InventoryBackend;
  beforeEach(async () => {
    database = await openOn(address());
    const { inventoryRevisions } = database;
    const options = { name: 'counted' };
    backend = await definition.setup(createContext(definition, { inventoryRevisions, options }));
    const { text } = await backend.load();
    if (text !== null) await write(0);
  });
  afterEach(() => database.close());

  const write = (number: number): Promise<unknown> =>
    backend.write(countingDocument(number), {
      force: true,
      author: 'test',
      reason: String(number),
      source: 'test',
      summary: null,
    });

  /** Numbers of all revisions since the beginning of the test, the newest first. */
  async function numbers(): Promise<number[]> {
    const found: number[] = [];
    for (let marker: string | undefined; ;) {
      const page = await backend.history?.({ limit: 100, ...(marker !== undefined && { marker }) });
      for (const { reason, author } of page?.revisions ?? []) {
        if (author === 'test' && reason === '0') return found;
        found.push(Number(reason));
      }
      const next = page?.next ?? null;
      if (next === null) return found;
      marker = next;
    }
  }
  const downFrom = (last: number): number[] => Array.from({ length: last }, (_, index) => last - index);

  it(`loses none of ${20 * INCREMENTS} changes of 20 writers in two processes`, async () => {
    const writers = [1, 2].map(() => startWriter(address(), 'writers', String(INCREMENTS)));
    await Promise.all(writers.map(({ ended }) => ended));
    expect(writers.map(({ output }) => output()).join('')).to.equal('');

    expect((await backend.load()).text).to.equal(countingDocument(20 * INCREMENTS));
    expect(await numbers()).to.deep.equal(downFrom(20 * INCREMENTS));
  });

  it(`has a whole inventory and all former ones after kill -9, again and again (${WRITES} writes)`, async () => {
    let written = 0;
    // Delays that differ and are the same in every run: what they hit differs anyway.
    for (let round = 1; written < WRITES; round++) {
      const writer = startWriter(address(), 'endless');
      await Promise.race([once(writer.process.stdout, 'data'), writer.ended]);
      await pause((round * 37) % 101);
      writer.process.kill('SIGKILL');
      await writer.ended;
      const reported = writer.output().trim().split('\n').map(Number);
      expect(reported.every(Number.isInteger), writer.output()).to.equal(true);

      // The server may still be at the last statement of a process that is gone.
      const text = await settled();
      const last = Math.max(written, reported.at(-1) ?? 0);
      expect(text).to.be.oneOf([countingDocument(last), countingDocument(last + 1)]);
      written = numberIn(text);
      expect((await numbers())[0]).to.equal(written);
    }
    expect(await numbers()).to.deep.equal(downFrom(written));
    await write(written + 1);
    expect((await backend.load()).text).to.equal(countingDocument(written + 1));
  });

  /** What is stored once nobody writes any more. */
  async function settled(): Promise<string | null> {
    for (let before: string | null = ''; ;) {
      const { text } = await backend.load();
      if (text === before) return text;
      before = text;
      await pause(20);
    }
  }
}
