import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runProgram, type Ended } from './run-program.js';

describe('inspector config import, with an osa.ini', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-osa-ini-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const importText = async (text: string): Promise<Ended> => {
    await writeFile(join(folder, 'osa.ini'), text);
    return runProgram(['config', 'import', 'osa.ini', '-o', 'inspector.config.json'], { cwd: folder });
  };
  const made = async (): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, 'inspector.config.json'), 'utf8'));

  it('takes the name of the backend and its options, and nothing of ironic-inspector', async () => {
    const { status, err } = await importText(
      '# where the inventory is\n[inventory]\nplugin = filesystem\n\n[filesystem]\ndirectory = /srv/deploy\nkeep = 30\nhostnames_file = true\n',
    );
    expect({ status, err }).to.deep.equal({ status: 0, err: 'Every option was carried over.\n' });
    expect(await made()).to.deep.equal({
      inventory: { backend: 'filesystem' },
      plugins: { 'inventory-filesystem': { directory: '/srv/deploy', keep: 30, hostnamesFile: true } },
    });
  });

  it('says what is left out', async () => {
    const { status, err } = await importText(
      '[inventory]\nplugin = filesystem\n[filesystem]\ncolour = red\n[parchment]\nink = black\n',
    );
    expect(status).to.equal(0);
    expect(err).to.contain('line 4: [filesystem]colour is left out: the backend has no such option');
    expect(err).to.contain('line 6: [parchment]ink is left out: no installed inventory backend');
  });

  for (const [what, plugin, text] of [
    ['a path of Python', 'osa_inventory.backends.craton', 'is a path of Python'],
    ['a name nobody knows', 'filesystm', 'did you mean filesystem?'],
  ] as const) {
    it(`refuses ${what}, and lists the names that there are`, async () => {
      const { status, err } = await importText(`[inventory]\nplugin = ${plugin}\n`);

      expect(status).to.equal(1);
      expect(err)
        .to.contain('line 2')
        .and.to.contain(text)
        .and.to.contain('Installed: ')
        .and.to.contain('filesystem');
    });
  }

  it('refuses a value that is none', async () => {
    const { status, err } = await importText('[inventory]\nplugin = filesystem\n[filesystem]\nkeep = many\n');

    expect(status).to.equal(1);
    expect(err).to.contain('line 4: [filesystem]keep');
  });
});
