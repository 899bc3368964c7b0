import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, readdir } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { document, freshFolder, openIn, write } from './open-inventory.js';

const WRITER = fileURLToPath(new URL('writer.mjs', import.meta.url));
const IS_LONG = process.env['INSPECTOR_TEST_LONG'] === '1';
/** Writes under which processes are killed, at least. */
const WRITES = IS_LONG ? 1000 : 30;
/** Changes of each of 20 writers. */
const INCREMENTS = IS_LONG ? 10 : 3;
/** A user without rights, `nobody` of Debian. */
const NOBODY = 65_534;

interface Writer {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly output: () => string;
  readonly ended: Promise<unknown>;
}

function startWriter(args: readonly string[], options: { uid?: number; gid?: number } = {}): Writer {
  const child = spawn(process.execPath, [WRITER, ...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { process: child, output: () => output, ended: once(child, 'close') };
}

/** Whether another user may run this Node.js: it may be in the home of root. */
const mayRunNode = (user: number): boolean =>
  spawnSync(process.execPath, ['--version'], { uid: user, gid: user }).status === 0;

describe('inventory filesystem and several processes', function () {
  this.timeout(IS_LONG ? 1_800_000 : 60_000);
  let folder: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ folder, remove } = await freshFolder());
  });
  afterEach(() => remove());

  it(`loses none of ${20 * INCREMENTS} changes of 20 writers in two processes`, async () => {
    const start = (): Writer => startWriter([folder, 'writers', String(INCREMENTS)]);
    const writers = [start(), start()];
    await Promise.all(writers.map(({ ended }) => ended));
    expect(writers.map(({ output }) => output()).join('')).to.equal('');

    const { backend } = await openIn(folder);
    expect((await backend.load()).text).to.equal(document(20 * INCREMENTS));
  });

  it(`has a whole inventory and all former ones after kill -9, again and again (${WRITES} writes)`, async () => {
    let written = 0;
    // Delays that differ and are the same in every run: what they hit differs anyway.
    for (let round = 1; written < WRITES; round++) {
      const writer = startWriter([folder, 'endless']);
      await Promise.race([once(writer.process.stdout, 'data'), writer.ended]);
      await new Promise((resolve) => void setTimeout(resolve, (round * 37) % 101));
      writer.process.kill('SIGKILL');
      await writer.ended;
      const reported = writer.output().trim().split('\n').map(Number);
      expect(reported.every(Number.isInteger), writer.output()).to.equal(true);
      const last = reported.at(-1) ?? 0;

      const { backend } = await openIn(folder, { keep: 0 });
      const { text } = await backend.load();
      expect([document(last), document(last + 1)]).to.include(text);
      written = text === document(last) ? last : last + 1;
    }
    const { backend } = await openIn(folder, { keep: 0 });
    await backend.write(document(written + 1), write());
    const counters = new Set<number>();
    const { revisions = [] } = (await backend.history?.({ limit: 10_000 })) ?? {};
    for (const { revision, author } of revisions) {
      const { text } = await backend.load({ revision });
      counters.add(Number(/"counter": (\d+)/.exec(text ?? '')?.[1]));
      expect(author).to.be.oneOf(['writer', 'test']);
    }
    expect([...counters]).to.have.length(written + 1);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).to.deep.equal([]);
  });

  it('reads an inventory that it may not write, and says which directory that is', async function () {
    if (process.getuid?.() !== 0 || !mayRunNode(NOBODY)) return this.skip();
    const { backend } = await openIn(folder);
    await backend.write(document(1), write());
    await chmod(folder, 0o755);
    await chown(`${folder}/openstack_inventory.json`, 0, NOBODY);
    const writer = startWriter([folder, 'once'], { uid: NOBODY, gid: NOBODY });
    await writer.ended;

    expect(writer.output()).to.match(/^true\nINSP_INVENTORY_READ_ONLY: .*/);
    expect(writer.output()).to.contain(`make files in ${folder}`);
    expect((await backend.load()).text).to.equal(document(1));
  });
});
