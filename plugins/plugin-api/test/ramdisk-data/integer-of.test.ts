import { expect } from 'chai';
import { exactIntegerOf, integerOf } from '../../src/ramdisk-data/integer-of.js';

describe('integerOf', () => {
  const rows: [unknown, number | undefined][] = [
    [8, 8],
    [8.9, 8],
    [-8.9, -8],
    [-0.5, 0],
    ['480', 480],
    [' +16 ', 16],
    ['-3', -3],
    ['007', 7],
    [true, 1],
    [false, 0],
    ['3.7', undefined],
    ['0x10', undefined],
    ['1e3', undefined],
    ['1 2', undefined],
    ['', undefined],
    ['12345678901234567890', undefined],
    [1e300, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [null, undefined],
    [undefined, undefined],
    [['5'], undefined],
    [{}, undefined],
  ];
  for (const [value, expected] of rows) {
    it(`reads ${typeof value} ${String(value)} as ${String(expected)}`, () => {
      expect(integerOf(value)).to.equal(expected);
    });
  }
});

describe('exactIntegerOf', () => {
  const rows: [unknown, number | bigint | undefined][] = [
    ['12345678901234567890', 12345678901234567890n],
    [' -18446744073709551616 ', -18446744073709551616n],
    ['9007199254740991', 9007199254740991],
    [18446744073709551616n, 18446744073709551616n],
    [5n, 5],
    [1e16, 10_000_000_000_000_000n],
    [8.9, 8],
    ['9'.repeat(4301), undefined],
    ['1e3', undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [null, undefined],
  ];
  for (const [value, expected] of rows) {
    it(`reads ${typeof value} ${String(value).slice(0, 40)} as ${String(expected)}`, () => {
      expect(exactIntegerOf(value)).to.equal(expected);
    });
  }
});
