import { expect } from 'chai';
import { isSet } from '../../src/ramdisk-data/is-set.js';

describe('isSet', () => {
  it('takes absent, null, false, zero and everything empty as not set', () => {
    expect([undefined, null, false, 0, '', [], {}, Object.create(null)].filter(isSet)).to.deep.equal([]);
  });
  it('takes everything else as set', () => {
    const values = ['0', 'x', 1, -1, true, [null], { a: null }];
    expect(values.filter(isSet)).to.deep.equal(values);
  });
});
