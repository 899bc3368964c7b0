import { expect } from 'chai';
import {
  inventoryChange,
  inventoryDifference,
  inventoryFindings,
  inventoryText,
  isEmptyChange,
  mergeInventories,
  parseInventory,
  secretVariables,
  withListedHosts,
} from '../../src/inventory/index.js';
import { DOCUMENTS, sample } from './samples.js';

const BEFORE = parseInventory(
  `{"_meta": {"hostvars": {"a": {"x": 1, "y": 1, "z": 1.0}, "b": {}}}, "all": {"vars": {"v": 1}},
    "g": {"hosts": ["a", "b"], "vars": {"w": 1}}, "h": {"children": ["g"]}, "i": {"hosts": ["a", "b"]}}`,
  'x',
);
const AFTER = parseInventory(
  `{"_meta": {"hostvars": {"a": {"x": 2, "z": 1, "y": 1}, "c": {"secret": 5}}}, "all": {"vars": {"v": 2}},
    "g": {"hosts": ["a", "c"], "vars": {"w": 2}}, "i": {"hosts": ["c", "a"]}, "j": {}}`,
  'x',
);

describe('the change of an inventory', () => {
  it('names hosts, groups and variables, and no values', () => {
    expect(inventoryChange(BEFORE, AFTER)).to.deep.equal({
      hostsAdded: ['c'],
      hostsRemoved: ['b'],
      groupsAdded: ['j'],
      groupsRemoved: ['h'],
      groupsChanged: ['g', 'i'],
      variablesChanged: ['v', 'w', 'x', 'z'],
    });
  });

  it('is empty for equal documents, in whatever order their members are', () => {
    const turned = parseInventory(
      '{"h": {"children": ["g"]}, "g": {"vars": {}, "hosts": []}, "_meta": {"hostvars": {}}}',
      'x',
    );
    const straight = parseInventory(
      '{"_meta": {"hostvars": {}}, "g": {"hosts": [], "vars": {}}, "h": {"children": ["g"]}}',
      'x',
    );
    expect(isEmptyChange(inventoryChange(turned, straight))).to.equal(true);
    expect(isEmptyChange(inventoryChange(BEFORE, AFTER))).to.equal(false);
  });

  it('is told in lines', () => {
    expect(inventoryDifference(BEFORE, AFTER)).to.deep.equal([
      '- host b',
      '+ host c',
      '~ host a: x, z',
      '- group h',
      '+ group j',
      '~ group g: hosts -b +c; vars w',
      '~ group i: hosts -b +c',
      '~ group all: vars v',
    ]);
  });

  it('tells another order of a list', () => {
    const order = (hosts: string): string =>
      `{"_meta": {"hostvars": {"a": {}, "b": {}}}, "g": {"hosts": ${hosts}}}`;
    const [first, second] = [
      parseInventory(order('["a","b"]'), 'x'),
      parseInventory(order('["b","a"]'), 'x'),
    ];
    expect(inventoryDifference(first, second)).to.deep.equal(['~ group g: hosts in another order']);
  });
});

describe('mergeInventories', () => {
  it('adds variables one by one and names at the end', () => {
    const merged = mergeInventories(BEFORE, AFTER);
    expect(JSON.parse(inventoryText(merged))).to.deep.equal({
      _meta: { hostvars: { a: { x: 2, y: 1, z: 1 }, b: {}, c: { secret: 5 } } },
      all: { vars: { v: 2 } },
      g: { hosts: ['a', 'b', 'c'], vars: { w: 2 } },
      h: { children: ['g'] },
      i: { hosts: ['a', 'b', 'c'] },
      j: {},
    });
  });

  it('takes numbers as they were written in the one they come from', () => {
    const [base, addition] = ['"x": 1.0, "y": 1.0, "z": 1', '"y": 1, "z": 1.0'].map((vars) =>
      parseInventory(`{"_meta": {"hostvars": {"a": {${vars}}}}}`, 'x'),
    );
    const text = inventoryText(mergeInventories(base ?? {}, addition ?? {}));
    expect(text.replace(/\s/g, '')).to.include('{"x":1.0,"y":1,"z":1.0}');
    expect(inventoryText(base ?? {}).replace(/\s/g, '')).to.include('{"x":1.0,"y":1.0,"z":1}');
  });

  it('changes nothing when a document is merged with itself', () => {
    for (const name of DOCUMENTS) {
      const document = parseInventory(sample(name), name);
      expect(inventoryText(mergeInventories(document, document))).to.equal(sample(name));
    }
  });

  it('takes hostile names as names', () => {
    const hostile = parseInventory(
      '{"_meta": {"hostvars": {"__proto__": {"__proto__": 1}}}, "__proto__": {"hosts": ["__proto__"]}}',
      'x',
    );
    expect(inventoryText(mergeInventories({ _meta: { hostvars: {} } }, hostile))).to.equal(
      inventoryText(hostile),
    );
  });
});

describe('withListedHosts', () => {
  it('adds the hosts that only groups name', () => {
    const document = { _meta: { hostvars: { a: { x: 1 } } }, g: { hosts: ['a', 'b', '__proto__'] } };
    const { inventory, warnings } = withListedHosts(document);
    expect(inventoryFindings(inventory)).to.deep.equal([]);
    expect(warnings).to.have.lengthOf(2);
    expect(warnings[0]).to.include('The host b is in groups only');
  });

  it('leaves a complete document alone', () => {
    const document = parseInventory(sample(DOCUMENTS[0]), 'x');
    expect(withListedHosts(document)).to.deep.equal({ inventory: document, warnings: [] });
  });
});

describe('secretVariables', () => {
  it('finds names of secrets, wherever they are, unless a vault has the value', () => {
    const vars = {
      db_password: 'x',
      ipmi_pass: 5,
      API_KEY: 'x',
      nested: { deeper: [{ user_secret: 'x' }] },
      vault_password: '$ANSIBLE_VAULT;1.1;AES256\n61',
      other_password: { __ansible_vault: '$ANSIBLE_VAULT;1.1' },
      empty_token: '',
      no_token: null,
      use_token: true,
      passenger: 'x',
      tokens: { a: 'x' },
    };
    const document = {
      _meta: { hostvars: { h: vars } },
      g: { vars: { token: 'x' } },
      all: { vars: { passphrase: 'x' } },
    };
    expect(secretVariables(document).map(({ path }) => path)).to.deep.equal([
      '_meta.hostvars.h.db_password',
      '_meta.hostvars.h.ipmi_pass',
      '_meta.hostvars.h.API_KEY',
      '_meta.hostvars.h.nested.deeper[0].user_secret',
      '_meta.hostvars.h.tokens',
      'g.vars.token',
      'all.vars.passphrase',
    ]);
  });
});
