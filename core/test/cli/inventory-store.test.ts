import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { runProgram, type Ended } from './run-program.js';

const SAMPLES = fileURLToPath(new URL('../../../test/fixtures/ansible-inventories/', import.meta.url));
const sample = (name: string): Promise<string> => readFile(join(SAMPLES, name), 'utf8');
const EXAMPLES = ['openstack_inventory.aio-2025-08.json', 'openstack_inventory.test-example.json'];

const inventory = (hosts: object, groups: object = {}): string =>
  JSON.stringify({ _meta: { hostvars: hosts }, ...groups });

interface Archived {
  readonly all: { readonly vars: { readonly save_number: number } };
}

describe('inspector inventory, with a store', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  const file = 'deploy/openstack_inventory.json';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-inventory-store-'));
    await mkdir(at('deploy'));
    await configure({});
  });
  afterEach(() => rm(folder, { recursive: true }));

  const configure = (more: object): Promise<void> =>
    writeFile(
      at('inspector.config.json'),
      JSON.stringify({
        plugins: { 'inventory-filesystem': { directory: at('deploy') } },
        database: { connection: `sqlite:///${at('inspector.sqlite')}` },
        ...more,
      }),
    );
  const run = (...argv: string[]): Promise<Ended> =>
    runProgram(['--config', at('inspector.config.json'), 'inventory', ...argv], { cwd: folder });
  /** The output of a run that succeeds without a word. */
  const output = async (...argv: string[]): Promise<string> => {
    const { status, out, err } = await run(...argv);
    expect({ status, err }, argv.join(' ')).to.deep.equal({ status: 0, err: '' });
    return out;
  };
  /** What a run says that fails. */
  const failure = async (...argv: string[]): Promise<string> => {
    const { status, out, err } = await run(...argv);
    expect({ status, out }).to.deep.equal({ status: 1, out: '' });
    return err;
  };
  const stored = (): Promise<string> => readFile(at(file), 'utf8');
  const revisions = async (): Promise<{ revision: string; author: string; reason: string }[]> =>
    JSON.parse(await output('history', '--json')) as { revision: string; author: string; reason: string }[];
  const importText = async (text: string, ...options: string[]): Promise<string> => {
    await writeFile(at('import.json'), text);
    return output('import', at('import.json'), ...(options.length > 0 ? options : ['--replace']));
  };

  for (const name of EXAMPLES) {
    it(`imports and exports ${name} without a change`, async () => {
      await output('import', join(SAMPLES, name), '--replace');
      expect(await stored()).to.equal(await sample(name));
      expect(await output('export')).to.equal(`${await sample(name)}\n`);

      await writeFile(at('hosts.json'), await output('export', '--per-host'));
      await importText(inventory({}));
      await output('import', at('hosts.json'), '--replace');
      expect(await stored()).to.equal(await sample(name));
    });
  }

  it('imports the export of OpenStack-Ansible, and says what is not in it', async () => {
    const { status, err } = await run('import', join(SAMPLES, 'export.test-example.json'), '--replace');

    expect(status).to.equal(0);
    expect(err).to.contain('Warning: ').and.to.contain('groups inside of groups');
  });

  it('imports all versions of a backup archive, also those behind zeros', async () => {
    for (const [name, count] of [
      ['backup-3-members.tar', 3],
      ['backup-pruned-lost-member.tar', 16],
    ] as const) {
      await rm(at('deploy'), { recursive: true });
      await mkdir(at('deploy'));
      await configure({ plugins: { 'inventory-filesystem': { directory: at('deploy'), keep: 0 } } });
      expect(await output('import', join(SAMPLES, name), '--replace', '--dry-run')).to.contain(
        `${count} revisions would be written. Nothing was written.`,
      );
      const written = await output('import', join(SAMPLES, name), '--replace', '--expected', 'none');
      expect(written).to.match(new RegExp(`^Written: ${count} revisions, the newest is [0-9a-f]{64}\n$`));
      const all = await revisions();
      expect(all).to.have.length(count);
      expect(all[0]?.reason).to.match(/^from the archive: openstack_inventory\.json-2026/);
      const numbers: number[] = [];
      for (const { revision } of [all[0], all[1], all.at(-1)].filter((one) => one !== undefined)) {
        const document = JSON.parse(await output('export', '--revision', revision)) as Archived;
        numbers.push(document.all.vars.save_number);
      }
      expect(numbers).to.deep.equal(numbers.toSorted((one, other) => other - one));
    }
  });

  it('says what is wrong with an archive', async () => {
    const tar = join(SAMPLES, 'backup-3-members.tar');
    const bytes = await readFile(tar);
    expect(await failure('import', tar, '--merge')).to.match(/^INSP_BAD_REQUEST: .*say --replace/);
    await writeFile(at('packed.tar.gz'), gzipSync(bytes));
    expect(await failure('import', at('packed.tar.gz'), '--replace')).to.contain(
      `gunzip ${at('packed.tar.gz')}`,
    );
    await writeFile(
      at('other.tar'),
      Buffer.from(bytes.toString('latin1').replaceAll('openstack', 'opensteak'), 'latin1'),
    );
    expect(await failure('import', at('other.tar'), '--replace')).to.match(/no inventory|line 1, column/);
    expect(await failure('import', at('none.tar'), '--replace')).to.contain('there is no such file');
    await writeFile(at('cut.tar'), bytes.subarray(0, 3700));
    const cut = await run('import', at('cut.tar'), '--replace');
    expect(cut.status).to.equal(0);
    expect(cut.err).to.match(/Warning: The archive is damaged, and its rest is left out: .*cut off/);
    await writeFile(
      at('bad.tar'),
      Buffer.from(bytes.toString('latin1').replace('"_meta"', '"_mete"'), 'latin1'),
    );
    const bad = await run('import', at('bad.tar'), '--replace');
    expect(bad).to.include({ status: 0 });
    expect(bad.err).to.match(/Warning: This version is left out: .*000002\.json/);
    expect(bad.out).to.match(/2 revisions/);
  });

  it('merges, and replaces only where that is said', async () => {
    await importText(inventory({ a: { n: 1 } }, { g: { hosts: ['a'] } }));
    await importText(inventory({ b: {} }, { g: { hosts: ['b'] } }), '--merge');
    expect(JSON.parse(await stored())).to.deep.equal({
      _meta: { hostvars: { a: { n: 1 }, b: {} } },
      g: { hosts: ['a', 'b'] },
    });

    const { status, err } = await run('import', at('import.json'));
    expect(status).to.equal(2);
    expect(err).to.contain('--replace or --merge');
  });

  it('shows what an import would change, and changes nothing', async () => {
    await importText(inventory({ a: {} }));
    const before = await stored();
    const out = await importText(inventory({ b: {} }), '--replace', '--dry-run');

    expect(out).to.equal('- host a\n+ host b\nNothing was written.\n');
    expect(await stored()).to.equal(before);
  });

  it('refuses a change that was decided on another revision', async () => {
    await importText(inventory({ a: {} }), '--replace', '--expected', 'none');
    const [{ revision = '' } = {}] = await revisions();
    await importText(inventory({ b: {} }), '--replace', '--expected', revision);
    const before = await stored();
    await writeFile(at('import.json'), inventory({ c: {} }));

    const err = await failure('import', at('import.json'), '--replace', '--expected', revision);
    expect(err).to.match(/^INSP_INVENTORY_CONFLICT: /);
    expect(await stored()).to.equal(before);
  });

  it('refuses what is no inventory before it opens the store', async () => {
    await writeFile(at('import.json'), inventory({}, { g: { children: ['nowhere'] } }));
    const err = await failure('import', at('import.json'), '--replace');

    expect(err).to.contain('import.json').and.to.contain('g.children[0]');
    expect(await failure('check', at('import.json'))).to.contain('g.children[0]');
    expect(await output('history')).to.equal('There are no revisions.\n');
  });

  it('tells who wrote what and why, what is different, and gives a former inventory back', async () => {
    await importText(inventory({ a: {} }), '--replace', '--author', 'ada', '--reason', 'first rack');
    await importText(inventory({ b: { rack: 1 } }), '--replace', '--author', 'grace');
    const [newest, first] = await revisions();
    expect([newest?.author, first?.author, first?.reason]).to.deep.equal(['grace', 'ada', 'first rack']);
    const listed = await output('history');
    expect(listed)
      .to.match(/^Number +Time +Author +Change +Reason +Revision\n2 /)
      .and.to.contain('+1 -1 hosts');

    expect(await output('diff', first?.revision ?? '')).to.equal('- host a\n+ host b\n');
    await rm(at(file));
    await output('restore', first?.revision ?? '');
    expect(JSON.parse(await stored())).to.deep.equal({ _meta: { hostvars: { a: {} } } });
    expect((await revisions())[0]?.reason).to.equal(`restore revision ${first?.revision ?? ''}`);
  });

  it('says where a stored inventory is damaged, and replaces it only by force', async () => {
    await importText(inventory({ a: {} }));
    await importText(inventory({ b: {} }));
    await truncate(at(file), 30);
    const err = await failure('check');
    expect(err).to.contain('INSP_INVENTORY_CORRUPT').and.to.contain(at(file)).and.to.contain('line 3');

    const former = (await revisions()).find(({ author }) => author !== null && author !== undefined);
    expect(await failure('restore', former?.revision ?? '')).to.contain('INSP_INVENTORY_CORRUPT');
    await run('restore', former?.revision ?? '', '--force');
    expect(await output('check')).to.equal('Valid: 1 hosts, 0 groups.\n');
  });

  it('warns of secrets', async () => {
    await writeFile(at('import.json'), inventory({ a: { ipmi_password: 'x1y2' } }));
    const { status, err } = await run('import', at('import.json'), '--replace');

    expect(status).to.equal(0);
    expect(err).to.contain('ipmi_password').and.to.not.contain('x1y2');
  });

  const makeDatabase = async (): Promise<void> => {
    const { status } = await runProgram(['--config', at('inspector.config.json'), 'dbsync', 'upgrade'], {
      cwd: folder,
    });
    expect(status).to.equal(0);
  };

  it('moves both inventories of OpenStack-Ansible to the database and back, with their history', async () => {
    await makeDatabase();
    for (const name of EXAMPLES) await output('import', join(SAMPLES, name), '--replace', '--author', name);
    expect(await output('migrate', '--from', 'filesystem', '--to', 'database', '--with-history')).to.equal(
      'Migrated 2 revisions from filesystem to database; both are the same.\n',
    );
    expect(await output('migrate', '--from', 'filesystem', '--to', 'database', '--with-history')).to.equal(
      'database had the inventory already.\n',
    );
    await rm(at('deploy'), { recursive: true });
    await mkdir(at('deploy'));
    await output('migrate', '--from', 'database', '--to', 'filesystem', '--with-history');

    expect(await stored()).to.equal(await sample(EXAMPLES[1] ?? ''));
    const [newest, first] = await revisions();
    expect([newest?.author, first?.author]).to.deep.equal([EXAMPLES[1], EXAMPLES[0]]);
    expect(await output('export', '--revision', first?.revision ?? '')).to.equal(
      `${await sample(EXAMPLES[0] ?? '')}\n`,
    );
  });

  it('does not write over another inventory unless it is forced to', async () => {
    await makeDatabase();
    await importText(inventory({ a: {} }));
    await output('migrate', '--from', 'filesystem', '--to', 'database');
    await importText(inventory({ b: {} }));

    expect(await failure('migrate', '--from', 'filesystem', '--to', 'database')).to.contain('--force');
    const forced = await run('migrate', '--from', 'filesystem', '--to', 'database', '--force');
    expect(forced).to.include({ status: 0, err: 'Warning: inventory was written by force\n' });
    await configure({ inventory: { backend: 'database' } });
    expect(JSON.parse(await output('export'))).to.deep.equal({ _meta: { hostvars: { b: {} } } });
  });

  it('says that there is nothing to migrate, and that two names are one', async () => {
    expect(await failure('migrate', '--from', 'filesystem', '--to', 'database')).to.contain(
      'nothing to migrate',
    );
    expect(await failure('migrate', '--from', 'filesystem', '--to', 'filesystem')).to.contain('the same');
  });
});
