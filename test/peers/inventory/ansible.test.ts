import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { startFakeCraton } from '../../../plugins/inventory-craton/test/craton/fake-craton.js';
import { describePeer } from '../peer.js';
import { AnsibleScript } from './ansible-script.js';

const SAMPLE = new URL(
  '../../fixtures/ansible-inventories/openstack_inventory.test-example.json',
  import.meta.url,
);

interface Group {
  readonly hosts?: readonly string[];
  readonly children?: readonly string[];
  readonly vars?: object;
}
interface Document {
  readonly _meta: { readonly hostvars: Readonly<Record<string, object>> };
  readonly [group: string]: Group | Document['_meta'];
}

const isSet = (list: readonly string[] | undefined): boolean => list !== undefined && list.length > 0;

/** The groups that Ansible keeps: those with hosts or children, without their empty parts. */
function keptGroups(document: Document): Record<string, Group> {
  const { _meta, ...groups } = document;
  const kept = Object.entries(groups as Record<string, Group>)
    .filter(([name, { hosts, children }]) => name !== 'all' && (isSet(hosts) || isSet(children)))
    .map(([name, { hosts = [], children = [], vars }]): [string, Group] => [
      name,
      {
        ...(hosts.length > 0 && { hosts: hosts.toSorted() }),
        ...(children.length > 0 && { children: children.toSorted() }),
        ...(vars !== undefined && { vars }),
      },
    ]);
  return Object.fromEntries(kept);
}

describePeer('Ansible with our inventory script', ['ansible', 'ansible-inventory'], function () {
  this.timeout(120_000);
  let script: AnsibleScript;
  let document: Document;
  before(async () => {
    const text = await readFile(SAMPLE, 'utf8');
    document = JSON.parse(text) as Document;
    script = await AnsibleScript.make(text);
  });
  after(() => script.remove());

  it('reads what the document says, without a word and without asking for single hosts', async () => {
    const { status, out, err } = await script.run('ansible-inventory', ['--list', '--export']);
    expect({ status, err }).to.deep.equal({ status: 0, err: '' });
    const read = JSON.parse(out) as Document;
    expect(read._meta.hostvars).to.deep.equal(document._meta.hostvars);
    expect((read['all'] as Group).vars).to.deep.equal((document['all'] as Group).vars);
    const ours = keptGroups(document);
    const theirs = keptGroups(read);
    // Children that are empty themselves are not shown.
    const shown = (children: readonly string[] = []): string[] =>
      children.filter((name) => Object.hasOwn(ours, name));
    for (const [name, group] of Object.entries(theirs)) {
      const { hosts, children, vars } = ours[name] ?? {};
      expect([group.hosts, shown(group.children), group.vars ?? {}], name).to.deep.equal([
        hosts,
        shown(children),
        vars ?? {},
      ]);
    }
    const withHosts = Object.keys(ours).filter((name) => isSet(ours[name]?.hosts));
    expect(theirs).to.include.keys(withHosts);
    const calls = await script.calls();
    expect(calls.filter((argv) => argv !== '--list')).to.deep.equal([]);
  });

  it('reads the same from every backend', async () => {
    const text = await readFile(SAMPLE, 'utf8');
    const craton = await startFakeCraton();
    const { username, password, projectId } = craton.user;
    const plugins = {
      'inventory-filesystem': { directory: '{folder}' },
      'inventory-craton': { url: craton.url, username, password, projectId },
    };
    const database = { connection: 'sqlite:///{folder}/inspector.sqlite' };
    try {
      const { out: wanted } = await script.run('ansible-inventory', ['--list', '--export']);
      for (const backend of ['filesystem', 'database', 'craton']) {
        const stored = await AnsibleScript.onBackend(text, { inventory: { backend }, plugins, database });
        try {
          const listed = await stored.run('ansible-inventory', ['--list', '--export']);
          expect(listed, backend).to.deep.equal({ status: 0, out: wanted, err: '' });
          const host = await stored.shell('./inventory --host compute1');
          expect(JSON.parse(host.out), backend).to.deep.equal(document._meta.hostvars['compute1']);
          const argv = ['compute1', '-c', 'local', '-m', 'debug', '-a', 'var=container_name'];
          expect((await stored.run('ansible', argv)).out, backend).to.contain('"container_name": "compute1"');
        } finally {
          await stored.remove();
        }
      }
    } finally {
      await craton.stop();
    }
  });

  it('shows the same tree and the same variables', async () => {
    const graph = await script.run('ansible-inventory', ['--graph', 'galera_all']);
    expect(graph.out).to.equal('@galera_all:\n  |--@galera:\n  |  |--infra1-galera-container-e656bb63\n');
    const { out } = await script.run('ansible-inventory', ['--host', 'compute1']);
    expect(JSON.parse(out)).to.deep.include({ ...document._meta.hostvars['compute1'] });
  });

  it('finds hosts that no group lists in ungrouped', async () => {
    const lone = await AnsibleScript.make({
      _meta: { hostvars: { a: { x: 1 }, b: {} } },
      g: { hosts: ['b'] },
    });
    try {
      const { out } = await lone.run('ansible-inventory', ['--graph']);
      expect(out).to.include('@ungrouped:\n  |  |--a\n');
    } finally {
      await lone.remove();
    }
  });

  it('fails when the inventory cannot be read, if it is told to', async () => {
    const broken = await AnsibleScript.make('{"_meta": {');
    try {
      const alone = await broken.shell('./inventory --list');
      expect({ ...alone, err: alone.err.split('\n').length }).to.deep.equal({ status: 1, out: '', err: 2 });
      const strict = { ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED: '1' };
      const { status, err } = await broken.run('ansible-inventory', ['--list'], strict);
      expect(status).to.not.equal(0);
      expect(err.replaceAll(/\s+/g, ' ')).to.include('cannot be read: line 1, column 12');
    } finally {
      await broken.remove();
    }
  });

  it('prints all of a large inventory, however slow its reader is', async () => {
    const hosts = Array.from({ length: 3000 }, (_, index) => [
      `host-${String(index)}`,
      { text: 'x'.repeat(200) },
    ]);
    const large = await AnsibleScript.make({ _meta: { hostvars: Object.fromEntries(hosts) as object } });
    try {
      const slowly = '(dd bs=1 count=1 status=none >/dev/null; sleep 1; tail -c 2)';
      const { status, out } = await large.shell(`./inventory --list | ${slowly}`);
      expect({ status, out }).to.deep.equal({ status: 0, out: '}\n' });
    } finally {
      await large.remove();
    }
  });

  it('is not bothered by a reader that has seen enough', async () => {
    const { status, out, err } = await script.shell('./inventory --list | head -n 1');
    expect({ status, out, err }).to.deep.equal({ status: 0, out: '{\n', err: '' });
  });
});
