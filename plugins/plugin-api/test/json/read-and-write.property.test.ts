import { expect } from 'chai';
import fc from 'fast-check';
import { readJson, writeJson } from '../../src/json/index.js';
import { mayHoldUnlikeNumbers, readNumber } from '../../src/json/unlike-numbers.js';

const digits = (most: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^(?:0|[1-9][0-9]{0,${most - 1}})$`));

/** Numbers in every form JSON has. */
const numberText: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(digits(3), digits(25)),
    fc.oneof(fc.constant(''), fc.stringMatching(/^\.[0-9]{1,4}$/), fc.stringMatching(/^\.[0-9]{1,25}$/)),
    fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.stringMatching(/^[eE][-+]?[0-9]{1,3}$/)),
  )
  .map((parts) => parts.join(''));

const blank = fc.constantFrom('', '', ' ', '\n', '\t ');

/** JSON texts, with blanks between the parts. */
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: numberText },
    fc.constantFrom('true', 'false', 'null'),
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    fc
      .tuple(fc.array(fc.tuple(blank, tie('json'), blank)), blank)
      .map(([items, inside]) => `[${items.map((item) => item.join('')).join(',') || inside}]`),
    fc
      .uniqueArray(fc.tuple(fc.oneof(fc.string(), fc.constant('__proto__')), blank, tie('json'), blank), {
        // Keys that look like indexes change their place in every JavaScript object.
        selector: ([key]) => key,
      })
      .map((members) => members.filter(([key]) => !/^\d+$/.test(key)))
      .map(
        (members) =>
          `{${members.map(([key, before, value, after]) => `${before}${JSON.stringify(key)}${after}:${before}${value}${after}`).join(',')}}`,
      ),
  ),
}));

/** The text without the blanks between its parts. */
const compact = (text: string): string => text.replaceAll(/("(?:[^"\\]|\\.)*")|[ \n\t]+/g, '$1');

const RUNS = { numRuns: 1000 };

describe('readJson and writeJson, whatever the text', () => {
  it('give data that nobody touches back as they came, but for blanks', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = `{"member":${value}}`;
        expect(writeJson(readJson(text))).to.equal(compact(text));
      }),
      RUNS,
    );
  });

  it('find every number that JavaScript writes differently', () => {
    fc.assert(
      fc.property(numberText, blank, (text, after) => {
        const isUnlike = readNumber(text).kind !== 'plain';
        if (isUnlike) expect(mayHoldUnlikeNumbers(`[1,${text}${after}]`), text).to.equal(true);
        if (isUnlike) expect(mayHoldUnlikeNumbers(`{"a":${after}${text}}`), text).to.equal(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('give the same value as JSON.parse, but for integers it cannot hold', () => {
    fc.assert(
      fc.property(json, (text) => {
        const asNumbers = JSON.stringify(readJson(text), (_key, value: unknown) =>
          typeof value === 'bigint' ? Number(value) : value,
        );
        expect(asNumbers).to.equal(JSON.stringify(JSON.parse(text)));
      }),
      RUNS,
    );
  });
});
