import { expect } from 'chai';
import { fastest } from './growth.js';
import { GROWTH_CASES } from './growth-cases.js';

/** How many times the data grow. */
const TIMES = 16;
/** What grows in proportion takes 16 times as long; what grows by the square, 256 times. */
const MOST = 4 * TIMES;
/** Milliseconds below which the clock says more than the data. */
const NOISE = 2;

describe('the time that posted data take', function () {
  this.timeout(60_000);

  for (const one of GROWTH_CASES) {
    it(`grows no faster than the data: ${one.reader}, ${one.dimension}`, async () => {
      const small = await fastest(one, one.start, 5);
      const large = await fastest(one, one.start * TIMES, 3);
      expect(large, `${small.toFixed(2)} ms for ${one.start}`).to.be.below(MOST * Math.max(small, NOISE));
    });
  }
});
