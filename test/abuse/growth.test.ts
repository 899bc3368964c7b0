import { expect } from 'chai';
import { tooFastGrowth, type Growth } from './growth.js';
import { GROWTH_CASES, type GrowthCase } from './growth-cases.js';

describe('the time that posted data take', function () {
  this.timeout(240_000);

  for (const one of GROWTH_CASES) {
    it(`grows no faster than the data: ${one.reader}, ${one.dimension}`, async () => {
      expect(await tooFastGrowth(one), `milliseconds from ${one.start}`).to.equal(undefined);
    });
  }
});

describe('the measuring of growth', function () {
  this.timeout(240_000);

  /** A reader that looks at so many of its values. */
  const reader = (start: number, looks: (size: number) => number): GrowthCase => ({
    ...{ reader: 'a reader', dimension: 'values', start },
    prepare: (size) => {
      const values = new Float64Array(1024).fill(1);
      return () => {
        let sum = 0;
        for (let look = looks(size); look > 0; look--) sum += values[look & 1023] ?? 0;
        return sum;
      };
    },
  });
  const QUICK: Growth = { small: 3, large: 48 };
  const DISTURBED: Growth = { small: 1.28, large: 187 };
  /** Measurements with these results, in their order. */
  const results = (growths: readonly Growth[]) => {
    const left = [...growths];
    return async (): Promise<Growth> => left.shift() ?? QUICK;
  };

  it('sees the growth of a quadratic reader every time', async () => {
    const seen = await tooFastGrowth(reader(500, (size) => size ** 2));
    expect(seen).to.have.length(3);
  });

  it('sees no growth in a linear reader', async () => {
    expect(await tooFastGrowth(reader(1_000_000, (size) => size))).to.equal(undefined);
  });

  it('is repeated after a disturbance', async () => {
    expect(
      await tooFastGrowth(
        reader(1, () => 1),
        results([DISTURBED, DISTURBED]),
      ),
    ).to.equal(undefined);
  });

  it('tells what it measured when a reader was too slow every time', async () => {
    const slow = [DISTURBED, DISTURBED, DISTURBED];
    expect(
      await tooFastGrowth(
        reader(1, () => 1),
        results(slow),
      ),
    ).to.deep.equal(slow);
  });
});
