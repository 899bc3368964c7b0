import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import { type Json, InspectorError } from '@inspector/plugin-api';
import { compileFormat } from '../../src/rules/format/format.js';
import { toFloatForm } from '@inspector/plugin-api/rule-values';

const DATA: Json = {
  n: -5,
  f: 1.5e300,
  i: toFloatForm(2),
  s: 'st😀r',
  l: [1, [null, { k: true }]],
  w: '>9',
};
const PIECES = [
  ...[
    '{data[n]',
    '{data[f]',
    '{data[i]',
    '{data[s]',
    '{data[l]',
    '{data[w]',
    '{data',
    '{',
    '}',
    '{{',
    '}}',
    '[l]',
  ],
  ...[
    '[0]',
    '[1]',
    '[k]',
    '[__proto__]',
    '[constructor]',
    '.',
    '!r',
    '!a',
    '!s',
    '!',
    ':',
    '>',
    '=',
    '^',
    '*<',
    '+',
  ],
  ...['#', '0', '8', '30', ',', '_', '.3', '.', 'd', 'x', 'e', 'G', '%', 'c', 'n', 's', 'é', ' '],
];
const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((parts) => parts.join(''));

const INHERITED = ['__proto__', 'constructor', 'toString'];
const keys = fc.array(fc.constantFrom('n', 'f', 'i', 's', 'l', 'w', '0', '1', 'k', '9', ...INHERITED), {
  minLength: 1,
  maxLength: 3,
});
/** A specification whose parts stand in the right order, and may still not fit the value. */
const specification = fc
  .tuple(
    ...[
      ['', '<', '>', '^', '=', '*<', '0='],
      ['', '+', '-', ' '],
      ['', '#'],
      ['', '0'],
      ['', '8', '30'],
      ['', ',', '_'],
      ['', '.3', '.0'],
      ['', 's', 'd', 'b', 'o', 'x', 'X', 'e', 'f', 'G', 'n', '%', 'c', 'z'],
    ].map((choices) => fc.constantFrom(...choices)),
  )
  .map((parts) => parts.join(''));
const field = fc.tuple(keys, fc.constantFrom('', '!r', '!s', '!a', '!q'), specification);

/** Whether a failure was meant for the reader, and is no mistake of ours in its clothes. */
const isClean = (error: unknown): boolean =>
  InspectorError.is(error) &&
  error.message.startsWith('Invalid formatting ') &&
  !(error.cause instanceof TypeError || error.cause instanceof ReferenceError);

/** Checks a property with many cases. Unlike a time-out of mocha this one also ends work that never returns. */
const check = <T>(cases: fc.Arbitrary<T>, predicate: (value: T) => boolean): void => {
  const property = (): void => fc.assert(fc.property(cases, predicate), { numRuns: 50_000 });
  runInNewContext('property()', { property }, { timeout: 60_000 });
};

describe('any template', () => {
  afterEach(() => expect(Object.keys(Object.prototype)).to.deep.equal([]));

  it('becomes a text without anything inherited, or a clean failure', function () {
    this.timeout(60_000);
    check(pieces, (text) => {
      try {
        const result = compileFormat(text)(DATA);
        return typeof result === 'string' && !result.includes('function') && !result.includes('[object');
      } catch (error) {
        return isClean(error);
      }
    });
  });

  it('with a well-formed field becomes a text, unless a key is not in the data', function () {
    this.timeout(60_000);
    check(field, ([path, conversion, spec]) => {
      const text = `{data${path.map((key) => `[${key}]`).join('')}${conversion}:${spec}}`;
      try {
        return typeof compileFormat(text)(DATA) === 'string' && !path.some((key) => INHERITED.includes(key));
      } catch (error) {
        return isClean(error);
      }
    });
  });
});
