import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { InventoryBackend } from '@inspector/plugin-api';
import { createContext } from '@inspector/test-kit';
import { expect } from 'chai';
import definition from '../../../plugins/inventory-filesystem/src/index.js';
import { rejection } from '../../mocha/rejection.js';
import { describePeer } from '../peer.js';

const run = promisify(execFile);

/** A document of some KiB with a number in it. */
const document = (counter: number): string =>
  JSON.stringify({ _meta: { hostvars: { a: { counter, text: 'x'.repeat(20_000) } } } }, null, 4);

describePeer('an inventory on a disk that is full', ['mount', 'umount'], function () {
  this.timeout(60_000);
  let folder: string;
  let backend: InventoryBackend;
  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    folder = await mkdtemp(join(tmpdir(), 'inspector-disk-'));
    await run('mount', ['-t', 'tmpfs', '-o', 'size=512k,mode=0755', 'tmpfs', folder]);
    backend = await definition.setup(createContext(definition, { options: { directory: folder, keep: 3 } }));
  });
  after(async () => {
    if (folder === undefined) return;
    await run('umount', ['--lazy', folder]);
    await rm(folder, { recursive: true });
  });

  const write = (counter: number): Promise<unknown> =>
    backend.write(document(counter), {
      force: true,
      author: 'ada',
      reason: '',
      source: 'test',
      summary: null,
    });
  /** Lets so many KiB be free. */
  const leave = async (kibibytes: number): Promise<void> => {
    const { bavail, bsize } = await statfs(folder);
    await writeFile(join(folder, 'filling'), Buffer.alloc(Math.max(0, bavail * bsize - kibibytes * 1024)));
  };

  it('is the old one, with all of its history, wherever the space ends', async () => {
    const failures: number[] = [];
    let stored = 0;
    for (let counter = 1; counter <= 4; counter++) await write((stored = counter));
    // The archive of three versions, the inventory, journal and lock: any of them may be what finds no room.
    for (let free = 0; free <= 128; free += 4) {
      await leave(free);
      const isWritten = await write(stored + 1).then(
        () => true,
        () => false,
      );
      if (isWritten) stored++;
      else failures.push(free);
      expect((await backend.load()).text, `${free} KiB free`).to.equal(document(stored));
      const { revisions = [] } = (await backend.history?.({ limit: 10 })) ?? {};
      expect(revisions.length, `${free} KiB free`).to.be.at.least(4);
      await rm(join(folder, 'filling'));
      expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).to.deep.equal([]);
    }
    expect(failures).to.include(0).and.to.have.length.greaterThan(5);
    expect(failures).not.to.include(128);
    await write(stored + 1);
    expect((await backend.load()).text).to.equal(document(stored + 1));
  });

  it('says that there is no room', async () => {
    await leave(0);
    const { code, message } = await rejection(write(1000));
    expect(code).to.equal('INSP_INVENTORY_UNAVAILABLE');
    expect(message)
      .to.contain(folder)
      .and.to.match(/Make room on the disk/);
    await rm(join(folder, 'filling'));
  });
});
