import { expect } from 'chai';
import { booleanOf, OPTION_WORDS, SERVICE_WORDS } from '../../src/ramdisk-data/index.js';

describe('booleans', () => {
  const everywhere = {
    true: [true, 1, '1', 'true', ' On ', 'YES'],
    false: [false, 0, '0', 'False', 'off', ' no'],
  };
  for (const words of [SERVICE_WORDS, OPTION_WORDS]) {
    for (const value of everywhere.true) {
      it(`reads ${JSON.stringify(value)} as true`, () => expect(booleanOf(value, words)).to.equal(true));
    }
    for (const value of everywhere.false) {
      it(`reads ${JSON.stringify(value)} as false`, () => expect(booleanOf(value, words)).to.equal(false));
    }
    for (const value of ['', 'perhaps', 2, null, undefined, ['yes'], { yes: true }, Number.NaN]) {
      it(`reads nothing into ${JSON.stringify(value)}`, () =>
        expect(booleanOf(value, words)).to.equal(undefined));
    }
  }

  for (const [letter, meaning] of Object.entries({ t: true, Y: true, f: false, N: false })) {
    it(`takes the letter ${letter} in requests, and not in options`, () => {
      expect(booleanOf(letter)).to.equal(meaning);
      expect(booleanOf(letter, OPTION_WORDS)).to.equal(undefined);
    });
  }
});
