import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { hostVarsOf, inventoryText, type InventoryDocument } from '@inspector/plugin-api/inventory';
import { refusedVariable } from '../../src/generation/variable-names.js';
import { generate, machine, source, uuid } from './sources.js';

const EMPTY: InventoryDocument = { _meta: { hostvars: {} } };
const vars = (document: InventoryDocument, host: string): JsonObject =>
  (hostVarsOf(document)[host] ?? {}) as JsonObject;
const group = (document: InventoryDocument, name: string): Json => document[name] ?? null;
const hosts = (document: InventoryDocument): string[] => Object.keys(hostVarsOf(document)).sort();

describe('a generated inventory', () => {
  it('has a host for each node, with facts and groups', () => {
    const { inventory, report } = generate(EMPTY, [source('a', { name: 'web-1' }), source('b')]);
    expect(hosts(inventory)).to.deep.equal(['node-b0000000', 'web-1']);
    expect(vars(inventory, 'web-1')).to.include({
      inspector_node_uuid: uuid('a'),
      inspector_memory_mb: 16384,
      inspector_vendor: 'Dell Inc.',
    });
    expect(group(inventory, 'baremetal')).to.deep.equal({ hosts: ['node-b0000000', 'web-1'] });
    expect(inventory).to.include.keys('arch_x86_64', 'vendor_dell_inc_');
    expect(inventory['all']).to.deep.equal({
      vars: { inspector_groups: ['arch_x86_64', 'baremetal', 'vendor_dell_inc_'] },
    });
    expect(report).to.deep.include({ added: ['node-b0000000', 'web-1'], adopted: [], gone: [], notes: [] });
  });

  it('is the very same without nodes', () => {
    expect(inventoryText(generate(EMPTY, []).inventory)).to.equal(inventoryText(EMPTY));
    const some = { ...EMPTY, all: { vars: {} } };
    expect(inventoryText(generate(some, []).inventory)).to.equal(inventoryText(some));
  });

  it('does not change the document it is made of', () => {
    const stored = generate(EMPTY, [source('a')]).inventory;
    const text = inventoryText(stored);
    generate(stored, [source('b', { name: 'x' })], { compose: { cpu_count: 'cpus' } });
    expect(inventoryText(stored)).to.equal(text);
  });

  it('leaves the hosts of nodes without data as they are', () => {
    const before = generate(EMPTY, [source('a', { name: 'web-1' })]).inventory;
    const { data: _, ...withoutData } = source('a', { name: 'renamed', state: 'waiting' });
    const { data: __, ...unknown } = source('b', { name: 'new' });
    const { inventory } = generate(before, [withoutData, unknown]);
    expect(inventoryText(inventory)).to.equal(inventoryText(before));
  });

  describe('names', () => {
    it('stay when nodes are renamed, unless it is asked for', () => {
      const before = generate(EMPTY, [source('a', { name: 'web-1' })]).inventory;
      const renamed = [source('a', { name: 'db-1' })];
      expect(hosts(generate(before, renamed).inventory)).to.deep.equal(['web-1']);
      const { inventory, report } = generate(before, renamed, {}, { rename: true });
      expect(hosts(inventory)).to.deep.equal(['db-1']);
      expect(group(inventory, 'baremetal')).to.deep.equal({ hosts: ['db-1'] });
      expect(report.renamed).to.deep.equal([{ from: 'web-1', to: 'db-1' }]);
    });

    it('of a chain of nodes are all renamed, in any order, and keep their places', () => {
      const stored = generate(EMPTY, [source('a', { name: 'n-1' }), source('b', { name: 'n-2' })]).inventory;
      stored['mine'] = { hosts: ['n-2', 'n-1'] };
      const { inventory } = generate(
        stored,
        [source('a', { name: 'n-2' }), source('b', { name: 'n-3' })],
        {},
        { rename: true },
      );
      expect(group(inventory, 'mine')).to.deep.equal({ hosts: ['n-3', 'n-2'] });
      expect(vars(inventory, 'n-2')).to.include({ inspector_node_uuid: uuid('a') });
    });

    it('of hosts stay where something else has the new name', () => {
      const stored = generate(EMPTY, [source('a', { name: 'n-1' })]).inventory;
      hostVarsOf(stored)['db'] = {};
      stored['web'] = {};
      for (const name of ['db', 'web', 'baremetal']) {
        const { inventory, report } = generate(stored, [source('a', { name })], {}, { rename: true });
        expect(hosts(inventory)).to.include('n-1');
        expect(report.notes.join()).to.match(
          /The host n-1 keeps its name: the name \w+ (belongs|is that of a group)/,
        );
      }
    });

    it('are made of the UUID when the node has none that a host can have', () => {
      for (const name of [null, '', 'with_underscore', 'a..b', '-a', '10.0.0.1', 'ü', `${'x'.repeat(64)}`]) {
        expect(hosts(generate(EMPTY, [source('a', { name })]).inventory), String(name)).to.deep.equal([
          'node-a0000000',
        ]);
      }
      expect(hosts(generate(EMPTY, [source('a', { name: 'Web-1.Example.org' })]).inventory)).to.deep.equal([
        'web-1.example.org',
      ]);
    });

    it('have more digits where it takes them to be different', () => {
      const [first, second] = [
        '12345678-aaaa-4000-8000-000000000001',
        '12345678-ab00-4000-8000-000000000001',
      ];
      const { inventory } = generate(EMPTY, [
        { ...source('a'), uuid: second },
        { ...source('a'), uuid: first },
      ]);
      expect(hosts(inventory)).to.deep.equal(['node-12345678', 'node-12345678a']);
      expect(vars(inventory, 'node-12345678')).to.include({ inspector_node_uuid: first });
    });

    it('are not those of groups or of other hosts', () => {
      const stored = { _meta: { hostvars: { db: {} } }, web: {} };
      const { inventory, report } = generate(stored, [
        source('a', { name: 'web' }),
        source('b', { name: 'db' }),
        source('c', { name: 'baremetal' }),
        source('d', { name: 'localhost' }),
      ]);
      expect(hosts(inventory)).to.deep.equal([
        'db',
        'node-a0000000',
        'node-b0000000',
        'node-c0000000',
        'node-d0000000',
      ]);
      expect(report.notes.filter((note) => note.includes('of the node'))).to.have.lengthOf(4);
    });

    it('come from serial, switch or machine if options say so', () => {
      const data = machine();
      (data['inventory'] as JsonObject)['hostname'] = 'Rescue-7';
      data['all_interfaces'] = {
        eth0: { mac: '52:54:00:00:00:01', lldp_processed: { switch_port_description: 'Rack 4 / Web_3' } },
      };
      const named = (...nameFrom: ('serial' | 'lldp' | 'hostname')[]): string[] =>
        hosts(generate(EMPTY, [source('a', { data })], { nameFrom }).inventory);
      expect(named('serial', 'lldp')).to.deep.equal(['abc123']);
      expect(named('lldp')).to.deep.equal(['rack-4-web-3']);
      expect(named('hostname')).to.deep.equal(['rescue-7']);
      expect(named()).to.deep.equal(['node-a0000000']);
    });

    it('are different although two nodes ask for the same one', () => {
      const { inventory } = generate(EMPTY, [source('b', { name: 'N1' }), source('a', { name: 'n1' })]);
      expect(vars(inventory, 'n1')).to.include({ inspector_node_uuid: uuid('a') });
      expect(hosts(inventory)).to.deep.equal(['n1', 'node-b0000000']);
    });

    it('too long for containers of OpenStack-Ansible are told', () => {
      const { report } = generate(EMPTY, [source('a', { name: 'a-very-long-name-of-a-host' })]);
      expect(report.notes[0]).to.include('OpenStack-Ansible cannot put containers on this host');
    });
  });

  describe('hosts', () => {
    const before = generate(EMPTY, [
      source('a', { name: 'web-1' }),
      source('b', { name: 'web-2' }),
    ]).inventory;

    it('of nodes that are gone stay, and say so', () => {
      const { inventory, report } = generate(before, [source('b', { name: 'web-2' })]);
      expect(report.gone).to.deep.equal(['web-1']);
      expect(vars(inventory, 'web-1')).to.include({ inspector_state: 'gone', inspector_memory_mb: 16384 });
      expect(group(inventory, 'baremetal_gone')).to.deep.equal({ hosts: ['web-1'] });
      expect(group(inventory, 'baremetal')).to.deep.equal({ hosts: ['web-2'] });
      const back = generate(inventory, [
        source('a', { name: 'other' }),
        source('b', { name: 'web-2' }),
      ]).inventory;
      expect(back).to.not.have.property('baremetal_gone');
      expect(vars(back, 'web-1')).to.include({ inspector_state: 'finished' });
      expect(group(back, 'baremetal')).to.deep.equal({ hosts: ['web-2', 'web-1'] });
    });

    it('of nodes that come back without data are no longer gone', () => {
      const gone = generate(before, [source('b')]).inventory;
      const { data: _, ...withoutData } = source('a', { state: 'waiting' });
      const { inventory } = generate(gone, [withoutData, source('b')]);
      expect(vars(inventory, 'web-1')).to.include({ inspector_state: 'waiting', inspector_memory_mb: 16384 });
      expect(group(inventory, 'baremetal')).to.deep.equal({ hosts: ['web-2', 'web-1'] });
    });

    it('of a node with an old name and another UUID are new ones', () => {
      const { inventory } = generate(before, [source('c', { name: 'web-1' }), source('b')]);
      expect(hosts(inventory)).to.deep.equal(['node-c0000000', 'web-1', 'web-2']);
      expect(vars(inventory, 'web-1')).to.include({ inspector_state: 'gone' });
    });

    it('are recognised as machines of other hosts whose nodes are gone, once', () => {
      const nodes = [source('c', { name: 'web-3' }), source('b')];
      const { inventory, report } = generate(before, nodes);
      expect(report.notes).to.deep.equal([
        'The new host web-3 is the machine of the host web-1, whose node is gone. Remove web-1 if it is not needed',
      ]);
      expect(generate(inventory, nodes).report.notes).to.deep.equal([]);
      const other = machine('52:54:00:00:00:77');
      (other['inventory'] as JsonObject)['system_vendor'] = { manufacturer: 'HPE', serial_number: 'ABC123' };
      expect(generate(before, [source('c', { data: other }), source('b')]).report.notes).to.deep.equal([]);
    });

    it('with the same UUID twice are left alone but for the first', () => {
      const twice = generate(EMPTY, [source('a', { name: 'x1' })]).inventory;
      hostVarsOf(twice)['copy'] = { inspector_node_uuid: uuid('a'), mine: 1 };
      const { inventory, report } = generate(twice, [source('a', { data: { cpus: 3 } })]);
      expect(vars(inventory, 'copy')).to.include({ inspector_cpus: 3, mine: 1 });
      expect(vars(inventory, 'x1')).to.include({ inspector_cpus: 8 });
      expect(report.notes.join()).to.include('The host x1 has the UUID of the host copy');
    });
  });

  describe('hosts of others', () => {
    const stored = (): InventoryDocument => ({
      _meta: {
        hostvars: {
          compute1: { ansible_host: '192.0.2.1', physical_host: 'compute1' },
          storage1: { management_address: '192.0.2.2' },
          c1: { ansible_host: '192.0.2.1' },
        },
      },
      compute_hosts: { hosts: ['compute1'] },
    });

    it('are taken by their addresses, if that is asked for', () => {
      const node = source('b', { name: 'other', data: machine('52:54:00:00:00:02', '192.0.2.2') });
      expect(hosts(generate(stored(), [node]).inventory)).to.include('other');
      const { inventory, report } = generate(stored(), [node], { adopt: true });
      expect(report.adopted).to.deep.equal(['storage1']);
      expect(vars(inventory, 'storage1')).to.include({
        management_address: '192.0.2.2',
        inspector_node_uuid: uuid('b'),
      });
      expect(hosts(inventory)).to.not.include('other');
    });

    it('are not taken where it is not clear which one it is', () => {
      const { report } = generate(stored(), [source('a')], { adopt: true });
      expect(report.adopted).to.deep.equal([]);
      expect(report.notes[0]).to.include('has addresses of several hosts: c1, compute1');
      const two = [
        source('a', { data: machine('52:54:00:00:00:01', '192.0.2.2') }),
        source('b', { data: machine('52:54:00:00:00:01', '192.0.2.2') }),
      ];
      const other = generate(stored(), two, { adopt: true });
      expect(other.report.adopted).to.deep.equal([]);
      expect(other.report.notes[0]).to.include('The host storage1 has addresses of several nodes');
    });

    it('keep their names, to which variables refer', () => {
      const adopted = generate(stored(), [source('b')], { adopt: true }).inventory;
      vars(adopted, 'compute1')['inspector_node_uuid'] = uuid('c');
      const { report } = generate(adopted, [source('c', { name: 'new' })], {}, { rename: true });
      expect(report.notes).to.include(
        'The host compute1 keeps its name: OpenStack-Ansible refers to it by its name',
      );
    });
  });

  describe('groups', () => {
    it('come from keys, with the values of lists and objects', () => {
      const keyedGroups = [
        { key: 'boot_mode', prefix: 'boot', separator: '_', parentGroup: 'boot-modes' },
        { key: 'interfaces[*].name', prefix: 'has', separator: '_' },
        { key: 'node://properties.rack', prefix: '', separator: '' },
        { key: 'root_disk', prefix: 'disk', separator: '-' },
        { key: 'data://nothing', prefix: 'x', separator: '_' },
      ];
      const node = { uuid: uuid('a'), properties: { rack: ['r 1', 'r2'] } };
      const { inventory } = generate(EMPTY, [source('a', { node, name: 'n' })], { keyedGroups });
      expect(group(inventory, 'boot_modes')).to.deep.equal({ children: ['boot_uefi'] });
      for (const name of ['boot_uefi', 'has_eth0', 'r_1', 'r2', 'disk_size_gb_100', 'disk_name__dev_sda']) {
        expect(group(inventory, name), name).to.deep.equal({ hosts: ['n'] });
      }
      expect(Object.keys(inventory).filter((name) => name.startsWith('x'))).to.deep.equal([]);
    });

    it('come from conditions; one that fails is told', () => {
      const groups = [
        { name: 'large', holds: ({ facts }: { facts: JsonObject }) => Number(facts['memory_mb']) > 1 },
        {
          name: 'odd',
          holds: () => {
            throw new Error('no number');
          },
        },
      ];
      const { inventory, report } = generate(EMPTY, [source('a', { name: 'n' })], { groups });
      expect(group(inventory, 'large')).to.deep.equal({ hosts: ['n'] });
      expect(inventory).to.not.have.property('odd');
      expect(report.notes).to.deep.equal(['The host n is not put into the group odd: no number']);
    });

    it('vanish when nobody is in them, and come back', () => {
      const keyedGroups = [{ key: 'boot_mode', prefix: 'boot', separator: '_', parentGroup: 'modes' }];
      const before = generate(EMPTY, [source('a')], { keyedGroups }).inventory;
      const bios = machine();
      ((bios['inventory'] as JsonObject)['boot'] as JsonObject)['current_boot_mode'] = 'bios';
      const after = generate(before, [source('a', { data: bios })], { keyedGroups }).inventory;
      expect(group(after, 'modes')).to.deep.equal({ children: ['boot_bios'] });
      expect(after).to.not.have.property('boot_uefi');
      const none = generate(after, [source('a')]).inventory;
      expect(Object.keys(none).sort()).to.deep.equal([
        '_meta',
        'all',
        'arch_x86_64',
        'baremetal',
        'vendor_dell_inc_',
      ]);
    });

    it('stay where somebody refers to them, and keep what others put into them', () => {
      const before = generate(EMPTY, [source('a', { name: 'n' })]).inventory;
      hostVarsOf(before)['mine'] = {};
      before['arch_x86_64'] = { hosts: ['mine', 'n'], vars: { x: 1 }, children: ['lab'] };
      before['lab'] = { children: ['vendor_dell_inc_'] };
      const { inventory } = generate(before, [source('a', { data: { cpus: 1 } })]);
      expect(group(inventory, 'arch_x86_64')).to.deep.equal({
        hosts: ['mine'],
        vars: { x: 1 },
        children: ['lab'],
      });
      expect(group(inventory, 'vendor_dell_inc_')).to.deep.equal({ hosts: [] });
    });

    it('of others are not touched, nor is one made that Ansible would take for another', () => {
      const stored: InventoryDocument = {
        _meta: { hostvars: { arch_x86_64: {} } },
        baremetal: { hosts: [] },
        'vendor-dell_inc_': { vars: { x: 1 } },
      };
      const { inventory, report } = generate(stored, [source('a', { name: 'n' })]);
      expect(inventory).to.deep.include({ baremetal: { hosts: [] }, 'vendor-dell_inc_': { vars: { x: 1 } } });
      expect(Object.keys(inventory).sort()).to.deep.equal(['_meta', 'baremetal', 'vendor-dell_inc_']);
      expect(report.notes).to.deep.equal([
        'The group arch_x86_64 is not made: a host has this name',
        'The group baremetal is not made: there is one of this name already, which is not from introspected nodes',
        'The group vendor_dell_inc_ is not made: Ansible may take it for the group vendor-dell_inc_',
      ]);
    });

    it('cannot have names that mean something else', () => {
      const keyedGroups = [{ key: 'data://x', prefix: '', separator: '' }];
      const data = { x: ['all', '_meta', '__proto__', 'ungrouped', 'localhost', 'constructor'] };
      const { inventory } = generate(EMPTY, [source('a', { data })], { keyedGroups });
      expect(Object.keys(inventory).sort()).to.deep.equal(['_meta', 'all', 'baremetal', 'constructor']);
    });

    it('do not contain themselves', () => {
      const keyedGroups = [
        { key: 'data://x', prefix: '', separator: '', parentGroup: 'b' },
        { key: 'data://y', prefix: '', separator: '', parentGroup: 'a' },
      ];
      const { inventory, report } = generate(EMPTY, [source('a', { data: { x: 'a', y: 'b' } })], {
        keyedGroups,
      });
      expect(group(inventory, 'a')).to.have.deep.property('children', ['b']);
      expect(group(inventory, 'b')).to.not.have.property('children');
      expect(report.notes.join()).to.include('The group a is not put into b: it would contain itself');
    });

    it('contain at once what contained them before', () => {
      const under = (child: string, parentGroup: string) => ({
        nodes: [source('a', { data: { x: child } })],
        how: { keyedGroups: [{ key: 'data://x', prefix: '', separator: '', parentGroup }] },
      });
      const [first, second] = [under('a', 'b'), under('b', 'a')];
      const before = generate(EMPTY, first.nodes, first.how).inventory;
      const { inventory, report } = generate(before, second.nodes, second.how);
      expect(group(inventory, 'a')).to.have.deep.property('children', ['b']);
      expect(report.notes).to.deep.equal([]);
    });
  });

  describe('variables', () => {
    it('of others stay, also the one that would be composed', () => {
      const stored: InventoryDocument = {
        _meta: {
          hostvars: { n: { inspector_node_uuid: uuid('a'), mine: 1, rack: 'own', inspector_old: 1 } },
        },
      };
      const compose = { rack: 'node://properties.rack', sockets: 'cpus', none: 'data://none' };
      const node = { uuid: uuid('a'), properties: { rack: 'r1' } };
      const { inventory, report } = generate(stored, [source('a', { node })], { compose });
      expect(vars(inventory, 'n')).to.include({ mine: 1, rack: 'own', sockets: 8 });
      expect(vars(inventory, 'n')).to.not.have.any.keys('inspector_old', 'none');
      expect(report.notes).to.deep.equal(['The host n has a variable rack of somebody else, which is kept']);
      const without = generate(inventory, [source('a', { node })]).inventory;
      expect(vars(without, 'n')).to.not.have.any.keys('sockets', 'inspector_composed');
      expect(vars(without, 'n')).to.include({ mine: 1, rack: 'own' });
    });

    it('say where to connect, if that is asked for', () => {
      const address = (ansibleHost: 'none' | 'bootIp' | 'name', data = machine()): Json | undefined =>
        vars(
          generate(EMPTY, [source('a', { name: 'n', data })], { ansibleHost, domain: '.example.org' })
            .inventory,
          'n',
        )['ansible_host'];
      expect([address('none'), address('bootIp'), address('name')]).to.deep.equal([
        undefined,
        '192.0.2.1',
        'n.example.org',
      ]);
      expect(address('bootIp', machine('52:54:00:00:00:01', 'fe80::1%eth0'))).to.equal(undefined);
      expect(address('bootIp', machine('52:54:00:00:00:01', '-oProxyCommand=x'))).to.equal(undefined);
    });

    it('of machines are no templates', () => {
      const evil = '{{ lookup("pipe", "touch /tmp/x") }}';
      const data = machine();
      const inventoryOf = data['inventory'] as JsonObject;
      inventoryOf['system_vendor'] = {
        manufacturer: evil,
        product_name: '{%x',
        serial_number: '{#x',
        hostname: evil,
      };
      data['all_interfaces'] = { [evil]: { mac: '52:54:00:00:00:01' } };
      const compose = { raw: 'data://inventory.system_vendor' };
      const { inventory } = generate(EMPTY, [source('a', { name: 'n', data })], { compose });
      const text = JSON.stringify(vars(inventory, 'n'), (name, value: unknown) => {
        if (name === '__ansible_unsafe') return undefined;
        return value;
      });
      expect(text).to.not.match(/\{\{ |\{%|\{#/);
      expect(vars(inventory, 'n')['inspector_vendor']).to.deep.equal({ __ansible_unsafe: evil });
      expect(Object.keys(inventory).join(' ')).to.match(/^[\w ]+$/);
    });

    it('have whole characters only', () => {
      const data = machine();
      (data['inventory'] as JsonObject)['system_vendor'] = {
        manufacturer: 'a\ud800b',
        product_name: '\u{1f600}',
      };
      const found = vars(generate(EMPTY, [source('a', { name: 'n', data })]).inventory, 'n');
      expect(found).to.include({ inspector_vendor: 'a\ufffdb', inspector_product: '\u{1f600}' });
    });

    for (const [name, isRefused] of [
      ['rack', false],
      ['_x1', false],
      ['1x', true],
      ['a-b', true],
      ['ansible_host', true],
      ['ansible_ssh_common_args', true],
      ['hostvars', true],
      ['inspector_x', true],
    ] as const) {
      it(`may ${isRefused ? 'not ' : ''}be composed under the name ${name}`, () => {
        expect(refusedVariable(name, 'inspector_') !== undefined).to.equal(isRefused);
      });
    }
  });
});
