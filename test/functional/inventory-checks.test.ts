import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { CHECKS } from './inventory-checks.js';
import { ROOT } from './harness.js';

const NUMBERS = Array.from({ length: 56 }, (_, index) => index + 1);

describe('the 56 checks of inventories', () => {
  it('are all there, each once and in order', () => {
    expect(CHECKS.map(({ number }) => number)).to.deep.equal(NUMBERS);
  });

  for (const { number, what, tests } of CHECKS) {
    it(`have tests for number ${number}: ${what}`, async () => {
      expect(tests).to.have.length.greaterThan(0);
      for (const [file, title] of tests) {
        const source = await readFile(join(ROOT, file), 'utf8');
        // The title as it is written, at the beginning of a test and nowhere else.
        const isThere = ["'", '`'].some(
          (quote) => source.includes(`(${quote}${title}`) || source.includes(`\n    ${quote}${title}`),
        );
        expect(isThere, `${file} has no test "${title}" any more`).to.equal(true);
      }
    });
  }
});
