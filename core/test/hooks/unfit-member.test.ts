import { readJson } from '@inspector/plugin-api/json';
import { expect } from 'chai';
import { unfitMember } from '../../src/hooks/unfit-member.js';

class Rack {
  readonly height = 42;
}

describe('a value in the data that JSON has no form for', () => {
  const self: { inner: unknown[] } = { inner: [] };
  self.inner.push({ self });

  for (const [title, data, what, path] of [
    ['a Date', { a: { b: [new Date(0)] } }, 'a Date', 'a.b[0]'],
    ['NaN', { a: NaN }, 'NaN', 'a'],
    ['an infinite number', [1, -Infinity], '-Infinity', '[1]'],
    ['a Map', { a: new Map() }, 'a Map', 'a'],
    ['an Error', { a: new Error('no') }, 'an Error', 'a'],
    ['an object of a class', { a: new Rack() }, 'a Rack', 'a'],
    ['a function', { a: () => 1 }, 'a function', 'a'],
    ['a symbol', { a: Symbol('b') }, 'a symbol', 'a'],
    ['undefined in a list', { a: [undefined] }, 'undefined', 'a[0]'],
    ['an object that contains itself', self, 'an object that contains itself', 'inner[0].self'],
    ['the data as a whole', new Set(), 'a Set', 'data'],
  ] as const) {
    it(`is found: ${title}`, () => expect(unfitMember(data)).to.deep.equal({ what, path }));
  }

  it('is not what ramdisks send, nor what hooks may leave', () => {
    const shared = { a: 1 };
    const posted = readJson('{"a": 1.0, "b": 18446744073709551616, "c": [null, true, "x", {}]}');
    for (const data of [posted, { a: undefined }, { x: shared, y: shared }, { a: 5n }, Object.create(null)]) {
      expect(unfitMember(data)).to.equal(undefined);
    }
  });
});
