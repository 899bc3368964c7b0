import { expect } from 'chai';
import { isJsonObject, member, objectMembers, textMember } from '../../src/json/json-object.js';

describe('member', () => {
  it('reads own members only', () => {
    expect(member({ a: 1 }, 'a')).to.equal(1);
    for (const key of ['constructor', '__proto__', 'toString']) expect(member({}, key)).to.equal(undefined);
  });
  it('reads a member called __proto__ that the data really have', () => {
    expect(member(JSON.parse('{"__proto__": 5}'), '__proto__')).to.equal(5);
  });
  it('finds nothing in what is no object', () => {
    for (const value of [null, undefined, 'text', 5, ['x']])
      expect(member(value, 'length')).to.equal(undefined);
  });
});

describe('isJsonObject', () => {
  it('is true for objects only', () => {
    expect([{}, Object.create(null), [], null, 'x', 1].map(isJsonObject)).to.deep.equal([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('textMember and objectMembers', () => {
  it('answer only members of their shape', () => {
    const data = { name: 'eth0', count: 3, items: [{ a: 1 }, null, 'x'], table: {} };
    expect(textMember(data, 'name')).to.equal('eth0');
    expect(textMember(data, 'count')).to.equal(undefined);
    expect(objectMembers(data, 'items')).to.deep.equal([{ a: 1 }]);
    expect(objectMembers(data, 'table')).to.deep.equal([]);
  });
});
