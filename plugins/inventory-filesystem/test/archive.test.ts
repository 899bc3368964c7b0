import { execFile } from 'node:child_process';
import { cp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { InventoryRevision } from '@inspector/plugin-api';
import { document, freshFolder, openIn, write, type OpenInventory } from './open-inventory.js';

const run = promisify(execFile);
const FIXTURES = new URL('../../../test/fixtures/ansible-inventories/', import.meta.url);

/** What Python's `tarfile` finds: the library of OpenStack-Ansible's tool. */
const PYTHON = `
import json, sys, tarfile
with tarfile.open(sys.argv[1]) as archive:
    print(json.dumps([[m.name, archive.extractfile(m).read().decode()] for m in archive.getmembers()]))
`;

const withPython = async (archive: string): Promise<[string, string][]> =>
  JSON.parse((await run('python3', ['-c', PYTHON, archive])).stdout) as [string, string][];

const listed = async (archive: string): Promise<string[]> =>
  (await run('tar', ['tf', archive])).stdout.trim().split('\n');

describe('the backup archive of inventory filesystem', function () {
  // Every write waits for the disk several times.
  this.timeout(60_000);
  let opened: OpenInventory;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    const fresh = await freshFolder();
    remove = fresh.remove;
    opened = await openIn(fresh.folder);
  });
  afterEach(() => remove());

  const save = async (...counters: number[]): Promise<void> => {
    for (const counter of counters) await opened.backend.write(document(counter), write());
  };
  const revisions = async (): Promise<readonly InventoryRevision[]> =>
    (await opened.backend.history?.({ limit: 100 }))?.revisions ?? [];
  /** The counters in all versions, newest first. */
  const counters = async (): Promise<number[]> => {
    const found: number[] = [];
    for (const { revision } of await revisions()) {
      const { text } = await opened.backend.load({ revision });
      found.push(Number(/"counter": (\d+)/.exec(text ?? '')?.[1]));
    }
    return found;
  };
  const many = Array.from({ length: 40 }, (_, index) => index + 1);

  it('has the 15 newest former versions after 40 saves, for tar, for Python and for us', async () => {
    await save(...many);

    expect(await listed(opened.archive)).to.have.length(15);
    const members = await withPython(opened.archive);
    expect(members.map(([, text]) => text)).to.deep.equal(many.slice(24, 39).map(document));
    expect(await counters()).to.deep.equal(many.slice(24).reverse());
  });

  it('keeps all versions with keep: 0', async () => {
    opened = await openIn(opened.folder, { keep: 0 });
    await save(...many);

    expect(await listed(opened.archive)).to.have.length(39);
  });

  it('gives versions that are replaced within a second names of their own', async () => {
    await save(1, 2, 3, 4, 5);

    const names = await listed(opened.archive);
    expect(new Set(names)).to.have.length(4);
    for (const name of names) expect(name).to.match(/^openstack_inventory\.json-\d{8}_\d{6}(_\d+)?\.json$/);
  });

  it('continues an archive of OpenStack-Ansible', async () => {
    await cp(new URL('backup-3-members.tar', FIXTURES), opened.archive);
    const before = await withPython(opened.archive);
    await save(1, 2);

    const after = await withPython(opened.archive);
    expect(after.slice(0, before.length)).to.deep.equal(before);
    expect(after.at(-1)?.[1]).to.equal(document(1));
    expect(opened.log.lines).to.deep.equal([]);
  });

  it('finds the version that OpenStack-Ansible has left behind zeros [INV-I2]', async () => {
    await cp(new URL('backup-pruned-lost-member.tar', FIXTURES), opened.archive);
    const lost = (await run('tar', ['--ignore-zeros', '-tf', opened.archive])).stdout.trim().split('\n');
    expect(await listed(opened.archive)).to.not.include(lost.at(-1));
    await save(1, 2);

    const names = (await withPython(opened.archive)).map(([name]) => name);
    expect(names).to.have.length(15).and.to.include(lost.at(-1));
  });

  for (const [what, damage] of [
    ['is cut off', async (path: string) => truncate(path, 1200)],
    ['is compressed', async (path: string) => writeFile(path, gzipSync(await readFile(path)))],
    ['is no archive', async (path: string) => writeFile(path, 'nothing of the kind'.repeat(100))],
    ['is empty', async (path: string) => truncate(path, 0)],
  ] as const) {
    it(`is begun anew when it ${what}, and what can be read of it stays [INV-I3]`, async () => {
      await save(1, 2, 3);
      await damage(opened.archive);
      const before = await readFile(opened.archive);
      await save(4);

      const texts = (await withPython(opened.archive)).map(([, text]) => text);
      expect(texts.at(-1)).to.equal(document(3));
      if (what === 'is empty') return;
      const aside = (await readdir(opened.folder)).find((name) => name.includes('.corrupt-'));
      expect(await readFile(opened.at(aside ?? ''))).to.deep.equal(before);
      expect(opened.log.lines.map(({ message }) => message).join()).to.contain('is damaged');
      if (what === 'is cut off') expect(texts).to.include(document(1));
    });
  }

  it('has no two copies of a version when a write was cut off by a crash', async () => {
    await save(1, 2);
    const crashed = await readFile(opened.archive);
    await save(3);
    await writeFile(opened.file, document(2));
    const archived = await listed(opened.archive);
    await save(4);

    expect(await listed(opened.archive)).to.deep.equal(archived);
    expect(crashed.length).to.be.above(0);
  });

  it('tells the time of versions that somebody else has written, and no author', async () => {
    await cp(new URL('backup-3-members.tar', FIXTURES), opened.archive);

    const found = await revisions();
    expect(found).to.have.length(3);
    for (const { author, number, time } of found) {
      expect(author).to.equal(null);
      expect(number).to.equal(null);
      expect(time).to.match(/^20\d\d-/);
    }
  });

  it('gives back a file that was deleted', async () => {
    await save(1, 2);
    const { revision } = (await revisions())[1] ?? {};
    const { text } = await opened.backend.load({ revision: revision ?? '' });

    expect(text).to.equal(document(1));
  });
});
