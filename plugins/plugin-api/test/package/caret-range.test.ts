import { expect } from 'chai';
import fc from 'fast-check';
import semver from 'semver';
import { caretAdmits } from '../../src/package/caret-range.js';

describe('ranges that are decided without semver', () => {
  const number = fc.constantFrom(0, 1, 2, 9, 10, 11, 100);
  const version = fc.tuple(number, number, number).map((parts) => parts.join('.'));
  const caret = fc.tuple(version, fc.constantFrom('', '-0')).map(([from, end]) => `^${from}${end}`);
  const range = fc
    .tuple(fc.array(caret, { minLength: 1, maxLength: 3 }), fc.constantFrom('||', ' || ', '  ||  '))
    .map(([carets, or]) => carets.join(or));

  it('admit what semver admits', () => {
    let decided = 0;
    fc.assert(
      fc.property(range, version, (asked, release) => {
        const admits = caretAdmits(asked, release);
        if (admits === undefined) return;
        decided++;
        expect(admits, `${asked} of ${release}`).to.equal(semver.satisfies(release, asked));
      }),
    );
    expect(decided).to.be.greaterThan(0);
  });

  it('are those of most plugins', () => {
    expect(caretAdmits('^1.0.0', '1.4.2')).to.equal(true);
    expect(caretAdmits('^1.0.0 || ^1.1.0-0', '1.0.0')).to.equal(true);
    expect(caretAdmits('^1.5.0', '1.4.9')).to.equal(false);
    expect(caretAdmits('^1.0.0', '2.0.0')).to.equal(false);
  });

  for (const other of ['^0.1.0', '^1', '~1.0.0', '>=1', '*', '1.x', '', '^1.0.0-beta.1', '^1.0.0 ^1.2.0']) {
    it(`leave ${JSON.stringify(other)} to semver`, () => {
      expect(caretAdmits(other, '1.0.0')).to.equal(undefined);
    });
  }

  it('leave pre-releases to semver', () => {
    expect(caretAdmits('^1.0.0', '1.1.0-beta.1')).to.equal(undefined);
  });
});
