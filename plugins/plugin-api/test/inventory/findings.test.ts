import { expect } from 'chai';
import { InspectorError, type JsonObject } from '../../src/index.js';
import {
  assertValidInventory,
  inventoryFindings,
  inventoryText,
  parseInventory,
} from '../../src/inventory/index.js';
import { DOCUMENTS, sample } from './samples.js';

const document = (groups: JsonObject, hosts: JsonObject = { a: {}, b: {} }): JsonObject => ({
  _meta: { hostvars: hosts },
  ...groups,
});

const found = (value: JsonObject): string[] =>
  inventoryFindings(value).map(({ path, message }) => `${path} ${message}`);

describe('inventoryFindings', () => {
  for (const name of DOCUMENTS) {
    it(`finds nothing in ${name}`, () => {
      expect(found(parseInventory(sample(name), name))).to.deep.equal([]);
    });
  }

  it('finds nothing in what a group may be', () => {
    const valid = document({
      empty: {},
      listed: { hosts: ['a', 'b', 'a'], children: ['empty', 'other'], vars: { x: null } },
      other: { hosts: [], children: [] },
      all: { vars: { y: [1] } },
      ['__proto__']: { hosts: ['a'] },
      constructor: { children: ['empty'] },
    });
    expect(found(valid)).to.deep.equal([]);
  });

  const wrong: readonly (readonly [string, JsonObject, string])[] = [
    ['no _meta', {}, '_meta is missing'],
    ['_meta of another kind', { _meta: [] }, '_meta is no object'],
    ['no hostvars', { _meta: {} }, '_meta.hostvars is missing'],
    ['hostvars of another kind', { _meta: { hostvars: null } }, '_meta.hostvars is no object'],
    ['variables that are none', document({}, { a: null }), '_meta.hostvars.a is no object of variables'],
    ['a host without name', document({}, { '': {} }), '_meta.hostvars[""] has an empty name'],
    ['a long name', document({}, { ['x'.repeat(256)]: {} }), 'has a name of more than 255 characters'],
    ['a group that is null', document({ g: null }), 'g is no object with hosts, children or vars'],
    ['a group that is a list', document({ g: ['a'] }), 'g is no object with hosts, children or vars'],
    [
      'a misspelt member',
      document({ g: { host: [] } }),
      'g.host is unknown; g may have hosts, children, vars',
    ],
    ['hosts that are no list', document({ g: { hosts: { a: null } } }), 'g.hosts is no list of names'],
    ['a host null', document({ g: { hosts: ['a', null] } }), 'g.hosts[1] is null and not a name'],
    [
      'a host that is a number',
      document({ g: { hosts: [5] } }),
      'g.hosts[0] is a value of type number and not a name',
    ],
    [
      'a host that is nowhere',
      document({ g: { hosts: ['c'] } }),
      'g.hosts[0] names the host "c", which does not exist',
    ],
    [
      'a host of the prototype',
      document({ g: { hosts: ['toString'] } }),
      'names the host "toString", which does not',
    ],
    [
      'a child that is nowhere',
      document({ g: { children: ['h'] } }),
      'g.children[0] names the group "h", which does not',
    ],
    [
      'all as a child',
      document({ g: { children: ['all'] }, all: {} }),
      'g.children[0] names the group "all"',
    ],
    ['variables of a group', document({ g: { vars: [] } }), 'g.vars is no object of variables'],
    ['hosts of all', document({ all: { hosts: ['a'] } }), 'all.hosts is unknown; all may have vars'],
    ['all of another kind', document({ all: [] }), 'all is no object with vars'],
    ['a group in itself', document({ g: { children: ['g'] } }), 'g.children contain the group itself: g > g'],
    [
      'groups in a circle',
      document({ g: { children: ['h', 'i'] }, h: {}, i: { children: ['j'] }, j: { children: ['g'] } }),
      'g.children contain the group itself: g > i > j > g',
    ],
  ];
  for (const [what, value, said] of wrong) {
    it(`finds ${what}`, () => {
      expect(found(value).join('\n')).to.include(said);
    });
  }

  it('finds nesting that is too deep, and looks no further', () => {
    let value: JsonObject = {};
    for (let level = 0; level < 70; level++) value = { x: value };
    expect(found(document({}, { a: value }))).to.deep.equal([
      '_meta.hostvars.a.x is nested deeper than 64 levels',
    ]);
  });

  it('goes through a very long chain of groups', () => {
    const chain = Array.from({ length: 20_000 }, (_, index): [string, JsonObject] => [
      `g${String(index)}`,
      index === 0 ? {} : { children: [`g${String(index - 1)}`] },
    ]);
    expect(found(document(Object.fromEntries(chain)))).to.deep.equal([]);
  });

  it('lists a hundred', () => {
    const hosts = Array.from({ length: 500 }, () => null);
    expect(found(document({ g: { hosts } }))).to.have.lengthOf(100);
  });
});

describe('assertValidInventory', () => {
  const refusal = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (InspectorError.is(error)) return `${error.code}: ${error.message}`;
      throw error;
    }
    throw new Error('it was accepted');
  };

  it('returns the canonical text', () => {
    const value = document({ g: { hosts: ['a'] } });
    expect(assertValidInventory(value, 'x')).to.equal(inventoryText(value));
  });

  it('names the first faults, and how many more there are', () => {
    const value = document({ g: { hosts: [1, 2, 3, 4, 5, 6, 7] } });
    const said = refusal(() => assertValidInventory(value, 'the request'));
    expect(said).to.match(
      /^INSP_INVENTORY_INVALID: The inventory in the request is not valid: g\.hosts\[0\] is /,
    );
    expect(said).to.match(/; and 2 more$/);
  });

  it('refuses one byte or one host too many, and nothing less', () => {
    const value = document({});
    const { length } = inventoryText(value);
    expect(assertValidInventory(value, 'x', { maxBytes: length, maxHosts: 2 })).to.have.lengthOf(length);
    expect(refusal(() => assertValidInventory(value, 'x', { maxBytes: length - 1 }))).to.match(
      /^INSP_INVENTORY_TOO_LARGE: .* bytes, and \d+ are allowed/,
    );
    expect(refusal(() => assertValidInventory(value, 'x', { maxHosts: 1 }))).to.match(
      /^INSP_INVENTORY_TOO_LARGE: The inventory in x has 2 hosts, and 1 are allowed/,
    );
  });
});
