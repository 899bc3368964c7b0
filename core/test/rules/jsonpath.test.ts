import { expect } from 'chai';
import { compilePath } from '../../src/rules/jsonpath/find.js';
import type { Json } from '@inspector/plugin-api';

const find = (path: string, root: unknown): Json[] => compilePath(path)(root as Json);

const MACHINE = {
  inventory: {
    disks: [
      { name: '/dev/sda', size: 1 },
      { name: '/dev/sdb', size: 2 },
    ],
    memory: { physical_mb: 9 },
  },
};

describe('paths of rule fields', () => {
  const onMachine: [string, Json[]][] = [
    ['inventory.disks[*].size', [1, 2]],
    ['inventory.disks[-1].name', ['/dev/sdb']],
    ['inventory.disks[5].size', []],
    ['inventory.disks.size', []],
    ['inventory.disks[*][name,size]', ['/dev/sda', 1, '/dev/sdb', 2]],
    ['inventory..name', ['/dev/sda', '/dev/sdb']],
    ['inventory.memory.*', [9]],
    ['(inventory.disks[*] where size).name', ['/dev/sda', '/dev/sdb']],
  ];
  for (const [path, values] of onMachine) {
    it(`find ${JSON.stringify(values)} at ${path}`, () => {
      expect(find(path, MACHINE)).to.deep.equal(values);
    });
  }

  const cases: [path: string, root: unknown, values: Json[]][] = [
    ['a.b.c', { a: { b: { c: 1 } } }, [1]],
    ['a.x.c', { a: { b: { c: 1 } } }, []],
    ['a.b.c', { a: { b: 'text' } }, []],
    ['$', { a: 1 }, [{ a: 1 }]],
    ['$.a', { a: 1 }, [1]],
    ['a.$.b', { a: 1, b: 2 }, [2]],
    ['_x', { _x: 1 }, [1]],
    ['@x', { '@x': 1 }, [1]],
    ['a-b1', { 'a-b1': 1 }, [1]],
    ["'any key'", { 'any key': 1 }, [1]],
    ['"any key"', { 'any key': 1 }, [1]],
    ["'it\\'s'", { "it's": 1 }, [1]],
    ["a['b c']", { a: { 'b c': 1 } }, [1]],
    ['a["b"]', { a: { b: 1 } }, [1]],
    ['a[b]', { a: { b: 1 } }, [1]],
    ['b,a', { a: 1, b: 2 }, [2, 1]],
    ['[b,a]', { a: 1, b: 2 }, [2, 1]],
    ['a[0]', { a: [1, 2] }, [1]],
    ['a[-1]', { a: [1, 2] }, [2]],
    ['a[7]', { a: [1, 2] }, []],
    ['a[1]', { a: 'xyz' }, ['y']],
    ['a[-1]', { a: 'xy😀' }, ['😀']],
    ['a[-1]', { a: '😀' }, ['😀']],
    ['a[-2]', { a: '😀' }, []],
    ['a[2]', { a: 'xy😀z' }, ['😀']],
    ['a[4]', { a: 'xy😀z' }, []],
    ['a[-9]', { a: 'xyz' }, []],
    ['a[*]', { a: [1, [2]] }, [1, [2]]],
    ['a[*]', { a: { b: 1 } }, [{ b: 1 }]],
    ['a[*]', { a: 'text' }, ['text']],
    ['a[*]', { a: 5 }, [5]],
    ['a[*]', { a: true }, [true]],
    ['a[*]', { a: 1.5 }, []],
    ['a[1:3]', { a: [0, 1, 2, 3] }, [1, 2]],
    ['a[1:]', { a: [0, 1, 2] }, [1, 2]],
    ['a[:2]', { a: [0, 1, 2] }, [0, 1]],
    ['a[:]', { a: [0, 1] }, [0, 1]],
    ['a[-2:]', { a: [0, 1, 2] }, [1, 2]],
    ['*', { a: 1, b: 2 }, [1, 2]],
    ['a.*', { a: { x: 1, y: 2 } }, [1, 2]],
    ['a.*', { a: [1] }, []],
    ['a..b', { a: { b: { b: 1 } } }, [{ b: 1 }, 1]],
    ['$..b', { a: [{ b: 1 }, { c: { b: 2 } }] }, [1, 2]],
    ['a|b', { a: 1, b: 2 }, [1, 2]],
    ['a.b|c', { a: { b: 1, c: 2 }, c: 3 }, [1, 2]],
    ['a|b[0]', { a: [1], b: [2] }, [1, 2]],
    ['(a|b).c', { a: { c: 1 }, b: { c: 2 } }, [1, 2]],
    ['a[*] where b', { a: [{ b: null }, { c: 1 }] }, [{ b: null }]],
    ['a.`this`', { a: 1 }, [1]],
    ['a.b.`parent`', { a: { b: 1 } }, [{ b: 1 }]],
    ['`parent`', { a: 1 }, []],
    [' a . b [ 0 ] ', { a: { b: [1] } }, [1]],
    ['a', { a: null }, [null]],
    ['a[0]', { a: null }, []],
    ['a[*]', { a: null }, []],
    ['a[0]', { a: 5 }, []],
    ['a[0]', { a: { b: 1 } }, []],
    ['a[-3]', { a: [1] }, []],
    ['a[0]', { a: [] }, []],
    ['a.b', { a: [{ b: 1 }] }, []],
  ];
  for (const [path, root, values] of cases) {
    it(`find ${JSON.stringify(values)} at ${path} of ${JSON.stringify(root)}`, () => {
      expect(find(path, root)).to.deep.equal(values);
    });
  }

  const refused: [path: string, text: RegExp][] = [
    ['', /empty/],
    ['   ', /empty/],
    ['.a', /"\." at position 0/],
    ['..a', /"\.\." at position 0/],
    ['a.', /end of path/],
    ['a..', /end of path/],
    ['1a', /"1" at position 0/],
    ['a/b', /"\/" at position 1/],
    ['a[?(@.b)]', /"\?" at position 2/],
    ['a[0:2:1]', /":" at position 5/],
    ['a[]', /"\]" at position 2/],
    ['a[0', /end of path/],
    ['(a', /end of path/],
    ['a b', /"b" at position 2/],
    ['a & b', /"&" is not supported/],
    ['`sorted`', /unknown operator `sorted`/],
    ['a.`len', /backquote at position 2 is not closed/],
    ["'a", /quote at position 0 is not closed/],
    ['where', /"where"/],
    ['a,', /end of path/],
    ['é', /"é" at position 0/],
    [`${'('.repeat(60)}a${')'.repeat(60)}`, /nested parentheses/],
    [`a${'.a'.repeat(2000)}`, /more than 1000 parts/],
  ];
  for (const [path, text] of refused) {
    it(`refuse ${path.slice(0, 20)} and say why`, () => {
      expect(() => compilePath(path)).to.throw(Error, text);
    });
  }

  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length']) {
    it(`do not find the inherited ${name}`, () => {
      expect(find(name, {})).to.deep.equal([]);
      expect(find(`a.${name}`, { a: [] })).to.deep.equal([]);
      expect(find(`a.${name}`, { a: 'text' })).to.deep.equal([]);
      expect(find(`$..${name}`, { a: [{}] })).to.deep.equal([]);
    });
  }

  it('find a key that only looks inherited when the data have it', () => {
    expect(find('__proto__', JSON.parse('{"__proto__": 1}'))).to.deep.equal([1]);
  });

  it('reach the bottom of data nested 100,000 levels deep', () => {
    let deep: unknown = { b: 'bottom' };
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(find('$..b', deep)).to.deep.equal(['bottom']);
  });

  it('give up where a path would touch more than a million values', () => {
    const row = Array.from({ length: 2000 }, () => 1);
    expect(() => find('$..*|a[*].$.a[*].$.a[*]', { a: row })).to.throw(
      RangeError,
      /more than 1000000 values/,
    );
  });
});
