import { expect } from 'chai';
import { tableLines } from '../../src/cli/table.js';

describe('Tables', () => {
  it('have columns as wide as they need to be, and nothing behind the last', () => {
    const rows = [
      ['a', '1234', ''],
      ['abc', '', 'x'],
    ];
    expect(tableLines(['N', 'VALUE', 'E'], rows)).to.deep.equal([
      'N    VALUE  E',
      'a    1234',
      'abc         x',
    ]);
  });

  it('do not pass control characters on to the terminal', () => {
    expect(tableLines(['T'], [['a\u001b[31mb\r\nc\u202ed']])[1]).to.equal('a [31mb c d');
  });
});
