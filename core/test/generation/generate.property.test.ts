import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import type { JsonObject } from '@inspector/plugin-api';
import {
  groupsOf,
  hostVarsOf,
  inventoryFindings,
  inventoryText,
  parseInventory,
  type InventoryDocument,
} from '@inspector/plugin-api/inventory';
import type { GenerationOptions, GenerationSource } from '../../src/generation/types.js';
import { generate, machine, uuid } from './sources.js';

/** Few names, so that they meet: those of nodes, groups, hosts of others, and what options make. */
const name = fc.constantFrom(
  null,
  'a',
  'b',
  'A',
  'baremetal',
  'arch_x',
  'vendor_a',
  'web',
  'other',
  'n_1',
  'node-1',
  'localhost',
  'all',
  'a..b',
);
const word = fc.constantFrom(
  'a',
  'b',
  'x',
  'web',
  'all',
  '{{ x }}',
  '__proto__',
  '1',
  'a-b',
  'a_b',
  '',
  '\ud800',
);

const source: fc.Arbitrary<GenerationSource> = fc
  .record({
    digits: fc.constantFrom('1', '2', '3', '4', '11'),
    name,
    state: fc.constantFrom('finished', 'error', 'waiting'),
    ip: fc.constantFrom('192.0.2.1', '192.0.2.2', 'fe80::1', 'x'),
    arch: word,
    vendor: word,
    hasData: fc.boolean(),
  })
  .map(({ digits, ip, arch, vendor, hasData, ...rest }) => ({
    uuid: uuid(digits),
    finishedAt: null,
    ...rest,
    ...(hasData && {
      data: {
        ...machine('52:54:00:00:00:01', ip),
        cpu_arch: arch,
        x: [arch, vendor],
        inventory: { system_vendor: { manufacturer: vendor, serial_number: arch }, cpu: {} },
      },
    }),
  }));

const sources = fc.uniqueArray(source, { selector: ({ uuid: id }) => id, maxLength: 5 });

const options: fc.Arbitrary<Partial<GenerationOptions>> = fc.record({
  adopt: fc.boolean(),
  ansibleHost: fc.constantFrom('none', 'bootIp', 'name'),
  nameFrom: fc.subarray(['serial', 'lldp', 'hostname']),
  compose: fc.constantFrom({}, { rack: 'cpu_arch' }, { mine: 'vendor', rack: 'data://x' }),
  keyedGroups: fc.constantFrom(
    [],
    [{ key: 'data://x', prefix: '', separator: '_', parentGroup: 'b' }],
    [
      { key: 'vendor', prefix: 'v', separator: '-', parentGroup: 'web' },
      { key: 'cpu_arch', prefix: '', separator: '', parentGroup: 'v_a' },
    ],
  ),
});

/** Inventories of others, with names that generation would like to have. */
const others: fc.Arbitrary<InventoryDocument> = fc.constantFrom<InventoryDocument>(
  { _meta: { hostvars: {} } },
  {
    _meta: { hostvars: { other: { ansible_host: '192.0.2.1', mine: 1 }, arch_x: { rack: 2 } } },
    web: { hosts: ['other'], vars: { y: 1 } },
    'a-b': { children: ['web'] },
    all: { vars: { z: 1 } },
  },
);

const history = fc.tuple(others, fc.array(fc.tuple(sources, options), { minLength: 1, maxLength: 4 }));
const RUNS = { numRuns: 300 };

/** The inventory after all steps. */
const after = ([first, steps]: readonly [
  InventoryDocument,
  readonly (readonly [GenerationSource[], Partial<GenerationOptions>])[],
]): InventoryDocument =>
  steps.reduce((document, [nodes, how]) => generate(document, nodes, how).inventory, first);

describe('generation, whatever the history of nodes', () => {
  it('changes nothing when it is done again', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const document = after(steps);
        const [nodes, how] = steps[1].at(-1) ?? [[], {}];
        const again = generate(document, nodes, how);
        expect(inventoryText(again.inventory)).to.equal(inventoryText(document));
        expect(again.report).to.deep.include({ added: [], adopted: [] });
      }),
      RUNS,
    );
  });

  it('does not depend on the order of nodes', () => {
    fc.assert(
      fc.property(history, sources, options, (steps, nodes, how) => {
        const document = after(steps);
        const [one, other] = [nodes, nodes.toReversed()].map((list) => generate(document, list, how));
        expect(inventoryText(one?.inventory ?? {})).to.equal(inventoryText(other?.inventory ?? {}));
        expect(one?.report).to.deep.equal(other?.report);
      }),
      RUNS,
    );
  });

  it('gives valid documents, in which every node has one host and no host a name of a group of ours', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const document = after(steps);
        expect(inventoryFindings(parseInventory(inventoryText(document), 'x'))).to.deep.equal([]);
        const hosts = hostVarsOf(document);
        const bound = Object.values(hosts).map((vars) => (vars as JsonObject)['inspector_node_uuid']);
        const uuids = bound.filter((id) => id !== undefined);
        expect(new Set(uuids).size).to.equal(uuids.length);
        const theirs = new Set(groupsOf(steps[0]).map(([group]) => group));
        const ours = groupsOf(document)
          .map(([group]) => group)
          .filter((group) => !theirs.has(group));
        for (const group of ours) expect(hosts).to.not.have.property(group);
        for (const group of ours) expect(group).to.match(/^[\p{L}_][\p{L}\p{N}_]*$/u);
      }),
      RUNS,
    );
  });

  it('never gives a host another name, and never another node', () => {
    fc.assert(
      fc.property(history, ([first, steps]) => {
        const known = new Map<unknown, string>();
        let document = first;
        for (const [nodes, how] of steps) {
          document = generate(document, nodes, how).inventory;
          for (const [host, vars] of Object.entries(hostVarsOf(document))) {
            const id = (vars as JsonObject)['inspector_node_uuid'];
            if (id === undefined) continue;
            expect(known.get(id) ?? host).to.equal(host);
            known.set(id, host);
          }
        }
      }),
      RUNS,
    );
  });

  it('touches nothing that belongs to others', () => {
    fc.assert(
      fc.property(history, ([first, steps]) => {
        const document = after([first, steps]);
        for (const [name, group] of groupsOf(first)) expect(document[name]).to.deep.equal(group);
        for (const [host, vars] of Object.entries(hostVarsOf(first))) {
          const { ansible_host: _, ...kept } = vars as JsonObject;
          expect(hostVarsOf(document)[host]).to.deep.include(kept);
        }
      }),
      RUNS,
    );
  });

  it('leaves an inventory of OpenStack-Ansible byte for byte as it was, but for what it adds', () => {
    const path = '../../../test/fixtures/ansible-inventories/openstack_inventory.aio-2025-08.json';
    const text = readFileSync(new URL(path, import.meta.url), 'utf8');
    const stored = parseInventory(text, 'x');
    fc.assert(
      fc.property(sources, options, (nodes, how) => {
        const { inventory, report } = generate(stored, nodes, { ...how, adopt: false });
        const without = { ...inventory };
        for (const host of report.added) Reflect.deleteProperty(hostVarsOf(without), host);
        const { inspector_groups: owned = [], ...vars } = ((without['all'] as JsonObject)['vars'] ??
          {}) as JsonObject;
        without['all'] = { vars };
        for (const group of owned as string[]) Reflect.deleteProperty(without, group);
        expect(inventoryText(without)).to.equal(text);
      }),
      { numRuns: 20 },
    );
  });
});
