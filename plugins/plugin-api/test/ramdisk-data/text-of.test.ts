import { expect } from 'chai';
import { textOf } from '../../src/ramdisk-data/text-of.js';

describe('textOf', () => {
  it('shows texts bare and everything else as JSON', () => {
    expect(['a b', 5, null, { a: [1] }, undefined].map(textOf)).to.deep.equal([
      'a b',
      '5',
      'null',
      '{"a":[1]}',
      'nothing',
    ]);
  });
});
