import { expect } from 'chai';
import { chmod, copyFile, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram, type Ended } from './run-program.js';

const SAMPLES = fileURLToPath(new URL('../../../test/fixtures/ansible-inventories/', import.meta.url));
const sample = (name: string): Promise<string> => readFile(join(SAMPLES, name), 'utf8');

describe('inspector inventory', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-inventory-'));
    await copyFile(join(SAMPLES, 'openstack_inventory.test-example.json'), file('openstack_inventory.json'));
    await chmod(file('openstack_inventory.json'), 0o640);
    const plugins = { 'inventory-filesystem': { directory: folder } };
    await writeFile(file('inspector.config.json'), JSON.stringify({ plugins }));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const file = (name: string): string => join(folder, name);
  const run = (...argv: string[]): Promise<Ended> => runProgram(['inventory', ...argv], { cwd: folder });
  const read = (name = 'openstack_inventory.json'): Promise<string> => readFile(file(name), 'utf8');
  const small = (document: object, name = 'small.json'): Promise<void> =>
    writeFile(file(name), JSON.stringify(document));

  /** The output of a run that succeeds without a word. */
  async function output(...argv: string[]): Promise<string> {
    const { status, out, err } = await run(...argv);
    expect({ status, err }).to.deep.equal({ status: 0, err: '' });
    return out;
  }

  it('prints the document for --list', async () => {
    expect(await output('--list')).to.equal(`${await sample('openstack_inventory.test-example.json')}\n`);
  });

  it('puts hosts that no group lists into ungrouped', async () => {
    await small({
      _meta: { hostvars: { a: {}, b: {}, c: {} } },
      g: { hosts: ['a'] },
      ungrouped: { hosts: ['c'] },
    });
    const listed = JSON.parse(await output('-f', 'small.json', '--list')) as Record<string, unknown>;
    expect(listed['ungrouped']).to.deep.equal({ hosts: ['c', 'b'] });
  });

  it('prints the variables of a host for --host, and none for one that nobody knows', async () => {
    const vars = JSON.parse(await output('--host', 'compute1')) as Record<string, unknown>;
    expect(vars['ansible_host']).to.equal('172.29.236.12');
    expect(await output('--host', '__proto__')).to.equal('{}\n');
  });

  it('prints the table of hosts as OpenStack-Ansible does', async () => {
    expect(await output('-l')).to.equal(await sample('list-l.test-example.txt'));
    expect(await output('--list-host', '--sort', 'component')).to.equal(await output('-l'));
  });

  it('sorts hosts by columns that some of them lack', async () => {
    for (const column of ['is_metal', 'container_types', 'tunnel_address']) {
      const lines = (await output('-l', '-s', column)).split('\n');
      expect(lines, column).to.have.lengthOf(21);
    }
    const metal = (await output('-l', '-s', 'is_metal')).trimEnd().split('\n').slice(3, -1);
    expect(metal.map((line) => line.split('|')[2]?.trim()).slice(-4)).to.deep.equal([
      'None',
      'True',
      'True',
      'True',
    ]);
    const { status, err } = await run('-l', '-s', 'nope');
    expect([status, err]).to.deep.equal([
      1,
      'INSP_BAD_REQUEST: There is no column "nope" to sort hosts by. The columns are container_name, is_metal, ' +
        'component, physical_host, tunnel_address, ansible_host, container_types\n',
    ]);
  });

  it('prints a table of all hosts and their groups', async () => {
    expect(await output('-G')).to.equal(await sample('list-g.test-example.txt'));
  });

  it('prints a table of all groups, those of one host and empty ones too', async () => {
    const out = await output('-g');
    const names = out.split('\n').map((line) => line.split('|')[1]?.trim());
    expect(names.filter((name) => name !== undefined && name !== '' && name !== 'groups')).to.have.lengthOf(
      340,
    );
    const theirs = (await sample('list-G.test-example.txt'))
      .split('\n')
      .map((line) => line.replaceAll(/[ |+-]+/g, ' '));
    const ours = new Set(out.split('\n').map((line) => line.replaceAll(/[ |+-]+/g, ' ')));
    expect(theirs.filter((line) => !ours.has(line))).to.deep.equal([]);
    expect(out).to.match(/\| galera +\| infra1-galera-container-e656bb63 /);
  });

  it('prints tables as JSON', async () => {
    const hosts = JSON.parse(await output('-l', '--json')) as {
      container_name: string;
      is_metal: boolean | null;
    }[];
    expect(hosts.find(({ container_name: name }) => name === 'storage1')).to.include({ is_metal: true });
    expect(JSON.parse(await output('-g', '--json')))
      .to.have.property('galera')
      .with.lengthOf(1);
    expect(JSON.parse(await output('-G', '--json')))
      .to.have.property('storage1')
      .that.includes('cinder_volume');
  });

  it('does not let names draw their own table', async () => {
    await small({ _meta: { hostvars: { 'a\n| b': { component: '\u001b[2J' } } } });
    expect((await output('-f', 'small.json', '-l')).split('\n')).to.have.lengthOf(6);
  });

  it('exports hosts with their variables and groups', async () => {
    const exported = JSON.parse(await output('-e')) as Record<string, unknown>;
    const golden = JSON.parse(await sample('export.test-example.json')) as Record<string, unknown>;
    expect({ ...exported, inspector: undefined }).to.deep.equal({ ...golden, inspector: undefined });
  });

  it('removes hosts from hosts and lists, and leaves what only has their name', async () => {
    await small({
      _meta: { hostvars: { a: {}, b: {} } },
      all: { vars: { a: 1 } },
      a: { hosts: ['b'] },
      g: { hosts: ['a', 'b', 'a'], children: ['a'], vars: { a: 2 } },
    });
    const { status, out, err } = await run('-f', 'small.json', '-r', 'a');
    expect({ status, out, err }).to.deep.equal({ status: 0, out: 'Success. . .\n', err: '' });
    expect(JSON.parse(await read('small.json'))).to.deep.equal({
      _meta: { hostvars: { b: {} } },
      all: { vars: { a: 1 } },
      a: { hosts: ['b'] },
      g: { hosts: ['b'], children: ['a'], vars: { a: 2 } },
    });
  });

  it('names the containers that a removed host leaves, and removes them when asked to', async () => {
    const { status, err } = await run('-r', 'infra1');
    expect(status).to.equal(0);
    expect(err).to.match(/^Containers that stay although .*: infra1-cinder-api-container-93089c12, /);
    expect(await read()).to.include('infra1_host_containers');
    await copyFile(join(SAMPLES, 'openstack_inventory.test-example.json'), file('openstack_inventory.json'));
    expect(await output('-r', 'infra1', '--with-containers')).to.equal('Success. . .\n');
    const after = JSON.parse(await read()) as { _meta: { hostvars: object } };
    expect(Object.keys(after._meta.hostvars)).to.deep.equal(['compute1', 'storage1']);
    expect(after).to.not.have.property('infra1_host_containers');
  });

  it('removes groups also where other groups have them as children', async () => {
    const groupsOf = async (): Promise<Record<string, { children?: string[] }>> =>
      JSON.parse(await read()) as Record<string, { children?: string[] }>;
    const before = await groupsOf();
    const parents = Object.keys(before).filter((name) => before[name]?.children?.includes('galera'));
    expect(parents).to.deep.equal(['galera_all']);
    expect(await output('-d', 'galera', '-d', 'galera_container')).to.equal('Success. . .\n');
    const after = await groupsOf();
    expect(after).to.not.have.any.keys('galera', 'galera_container');
    expect(after['galera_all']?.children).to.deep.equal([]);
    expect(await read()).to.include('infra1-galera-container-e656bb63');
  });

  const refused: readonly (readonly [string[], string])[] = [
    [['-r', 'nobody'], 'The inventory has no host "nobody". Nothing was removed'],
    [
      ['-r', 'infra1', '-r', 'x', '-r', 'toString'],
      'The inventory has no hosts "x", "toString". Nothing was removed',
    ],
    [['-d', 'x'], 'The inventory has no group "x". Nothing was removed'],
    [['-d', '_meta'], '_meta cannot be removed: no inventory is without it. Nothing was removed'],
    [['-d', 'galera', '-d', 'all'], 'all cannot be removed: no inventory is without it. Nothing was removed'],
  ];
  for (const [argv, said] of refused) {
    it(`refuses ${argv.join(' ')} and changes nothing`, async () => {
      const before = await stat(file('openstack_inventory.json'));
      const { status, out, err } = await run(...argv);
      expect({ status, out, err }).to.deep.equal({ status: 1, out: '', err: `INSP_BAD_REQUEST: ${said}\n` });
      expect((await stat(file('openstack_inventory.json'))).ino).to.equal(before.ino);
    });
  }

  it('takes addresses from containers and from nobody else', async () => {
    await output('--clear-ips');
    const { _meta: meta } = JSON.parse(await read()) as { _meta: { hostvars: Record<string, object> } };
    expect(meta.hostvars['infra1']).to.include.keys(
      'ansible_host',
      'management_address',
      'container_networks',
    );
    const container = meta.hostvars['infra1-galera-container-e656bb63'] ?? {};
    expect(container).to.not.have.any.keys('ansible_host', 'management_address', 'container_networks');
    expect(container).to.include.keys('component', 'physical_host');
  });

  it('does not write a file that stays as it is', async () => {
    await output('--clear-ips');
    const before = await stat(file('openstack_inventory.json'));
    await output('--clear-ips');
    expect((await stat(file('openstack_inventory.json'))).ino).to.equal(before.ino);
  });

  it('keeps mode and links of a file that it writes', async () => {
    await symlink('openstack_inventory.json', file('link.json'));
    await output('-f', 'link.json', '-r', 'storage1');
    expect(await read()).to.not.include('"storage1": {');
    expect((await stat(file('openstack_inventory.json'))).mode & 0o777).to.equal(0o640);
  });

  it('prints nothing and one line about a document that is none', async () => {
    const wrong: readonly (readonly [string, string])[] = [
      [
        '{"_meta": {',
        'INSP_INVENTORY_CORRUPT: The inventory in .* cannot be read: line 1, column 12, at _meta: the text ends',
      ],
      ['false', 'INSP_INVENTORY_CORRUPT: The inventory in .* is a boolean and not a JSON object'],
      ['{}', 'INSP_INVENTORY_INVALID: The inventory in .* is not valid: _meta is missing'],
      ['{"_meta": {"hostvars": {}}, "g": {"hosts": [null]}}', 'g\\.hosts\\[0\\] is null and not a name'],
    ];
    for (const [text, said] of wrong) {
      await writeFile(file('wrong.json'), text);
      for (const action of [['--list'], ['--host', 'a'], ['-l'], ['-r', 'a']]) {
        const { status, out, err } = await run('-f', 'wrong.json', ...action);
        expect({ status, out }, text).to.deep.equal({ status: 1, out: '' });
        expect(err)
          .to.match(new RegExp(said))
          .and.match(/^[^\n]+\n$/);
        expect(await read('wrong.json')).to.equal(text);
      }
    }
  });

  it('names the file that is not there, and looks nowhere else', async () => {
    const { status, err } = await run('-f', 'none.json', '--list');
    expect(status).to.equal(1);
    expect(err).to.include(`Cannot read the inventory from ${file('none.json')}: there is no such file`);
    const folderError = await run('-f', '.', '--list');
    expect(folderError.err).to.include('it is a folder, not a file');
  });

  it('does exactly one thing', async () => {
    for (const argv of [[], ['--json'], ['--list', '-l'], ['-r', 'a', '-d', 'b'], ['nope']]) {
      const { status, out } = await run(...argv);
      expect({ status, out }, argv.join(' ')).to.deep.equal({ status: 2, out: '' });
    }
  });
});
