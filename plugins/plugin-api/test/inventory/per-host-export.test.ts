import { expect } from 'chai';
import fc from 'fast-check';
import { type Json, type JsonObject } from '../../src/index.js';
import {
  inventoryFindings,
  inventoryText,
  isPerHostExport,
  parseInventory,
  perHostExport,
  readPerHostExport,
} from '../../src/inventory/index.js';
import { DOCUMENTS, sample } from './samples.js';

const EXAMPLE = 'openstack_inventory.test-example.json';

describe('perHostExport', () => {
  it('is what OpenStack-Ansible exports, and one member more', () => {
    const exported = JSON.parse(perHostExport(parseInventory(sample(EXAMPLE), 'x'))) as JsonObject;
    const { inspector, ...others } = exported;
    expect(`${JSON.stringify(others, undefined, 2)}\n`).to.equal(sample('export.test-example.json'));
    expect(inspector).to.include({ format: 1 });
  });

  for (const name of DOCUMENTS) {
    it(`gives ${name} back`, () => {
      const read = readPerHostExport(perHostExport(parseInventory(sample(name), 'x')), 'x');
      expect(read.warnings).to.deep.equal([]);
      expect(inventoryText(read.inventory)).to.equal(sample(name));
    });
  }

  it('gives every document back', () => {
    const name = fc.oneof(
      fc.constantFrom('a', 'b', '__proto__', 'constructor', 'é'),
      fc.string({ minLength: 1 }),
    );
    const groupName = name.filter((text) => text !== '_meta' && text !== 'all');
    const vars = fc.dictionary(name, fc.constantFrom<Json>(null, 1, 'x', [1], { y: {} }), { maxKeys: 3 });
    const anyDocument = fc
      .tuple(fc.dictionary(name, vars, { maxKeys: 5 }), fc.uniqueArray(groupName, { maxLength: 5 }))
      .chain(([hosts, groups]) => {
        const some = (names: readonly string[]): fc.Arbitrary<string[]> =>
          names.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...names), { maxLength: 5 });
        const group = fc.record(
          { hosts: some(Object.keys(hosts)), children: some(groups), vars },
          { requiredKeys: [] },
        );
        const all = fc.option(fc.record({ vars }, { requiredKeys: [] }), { nil: undefined });
        const meta = fc.dictionary(fc.constantFrom('profile', 'x'), fc.string(), { maxKeys: 2 });
        return fc.tuple(fc.tuple(...groups.map(() => group)), all, meta).map(([parts, ofAll, rest]) => ({
          _meta: { ...rest, hostvars: hosts },
          ...Object.fromEntries(groups.map((each, index) => [each, parts[index] ?? {}])),
          ...(ofAll !== undefined && { all: ofAll }),
        }));
      });
    fc.assert(
      fc.property(anyDocument, (document) => {
        const text = inventoryText(document);
        const exported = perHostExport(parseInventory(text, 'x'));
        expect(inventoryText(readPerHostExport(exported, 'x').inventory)).to.equal(text);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what numbers were', () => {
    const text =
      '{"_meta": {"hostvars": {"a": {"x": 1.0, "y": 18446744073709551616}}}, "all": {"vars": {"z": 1e5}}}';
    const document = parseInventory(text, 'x');
    expect(inventoryText(readPerHostExport(perHostExport(document), 'x').inventory)).to.equal(
      inventoryText(document),
    );
  });

  it('exports what is not complete', () => {
    const document: JsonObject = { _meta: { hostvars: {} }, g: { children: [] }, h: { hosts: ['nowhere'] } };
    expect(JSON.parse(perHostExport(document))).to.deep.include({
      hosts: { nowhere: { hostvars: {}, groups: ['h'] } },
      all: {},
    });
  });
});

describe('readPerHostExport', () => {
  it('takes an export of OpenStack-Ansible, and says what it lacks', () => {
    const { inventory, warnings } = readPerHostExport(sample('export.test-example.json'), 'x');
    expect(warnings).to.have.lengthOf(1);
    expect(warnings[0]).to.include('groups inside of groups, variables of groups, groups without hosts');
    expect(inventoryFindings(inventory)).to.deep.equal([]);
    const original = parseInventory(sample(EXAMPLE), 'x');
    expect(inventory['_meta']).to.deep.equal(original['_meta']);
    expect(inventory['all']).to.deep.equal(original['all']);
  });

  it('takes hosts without groups', () => {
    const { inventory } = readPerHostExport('{"hosts": {"a": {"hostvars": {}}}, "all": {}}', 'x');
    expect(inventory).to.deep.equal({ _meta: { hostvars: { a: {} } }, all: { vars: {} } });
  });

  it('follows the groups that somebody gave a host', () => {
    const exported = JSON.parse(
      perHostExport({ _meta: { hostvars: { a: {}, b: {}, c: {} } }, g: { hosts: ['c', 'a', 'b'] } }),
    ) as { hosts: Record<string, { groups: string[] }> };
    (exported.hosts['a'] ?? { groups: [] }).groups = ['new'];
    const { inventory } = readPerHostExport(JSON.stringify(exported), 'x');
    expect(inventory).to.deep.include({ g: { hosts: ['c', 'b'] }, new: { hosts: ['a'] } });
  });

  const wrong: readonly (readonly [string, string, string])[] = [
    ['a document', '{"_meta": {"hostvars": {}}}', '$ is no export host by host'],
    [
      'variables that are none',
      '{"hosts": {"a": {}}, "all": {}}',
      'hosts.a.hostvars is no object of variables',
    ],
    [
      'groups that are none',
      '{"hosts": {"a": {"hostvars": {}, "groups": 1}}, "all": {}}',
      'hosts.a.groups is no list',
    ],
    [
      'a host in all',
      '{"hosts": {"a": {"hostvars": {}, "groups": ["all"]}}, "all": {}}',
      'groups[0] is no name of a group',
    ],
    [
      'a newer format',
      '{"hosts": {}, "all": {}, "inspector": {"format": 2}}',
      'inspector.format is not 1: another version',
    ],
    [
      'groups of another kind',
      '{"hosts": {}, "all": {}, "inspector": {"format": 1, "groups": []}}',
      'inspector.groups is no object',
    ],
  ];
  for (const [what, text, said] of wrong) {
    it(`refuses ${what}`, () => {
      expect(() => readPerHostExport(text, 'the file'))
        .to.throw(said)
        .with.property('code', 'INSP_INVENTORY_INVALID');
    });
  }

  it('tells exports from documents', () => {
    const parsed = parseInventory(sample('export.test-example.json'), 'x');
    expect([isPerHostExport(parsed), isPerHostExport(parseInventory(sample(EXAMPLE), 'x'))]).to.deep.equal([
      true,
      false,
    ]);
  });
});
