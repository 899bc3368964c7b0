import { expect } from 'chai';
import fc from 'fast-check';
import type { Json } from '../../src/baremetal/types.js';
import { InspectorError } from '../../src/errors/inspector-error.js';
import { compileFormat } from '../../src/rules/format/format.js';
import { toFloatForm } from '../../src/rules/numbers.js';

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
const template = fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((pieces) => pieces.join(''));

describe('any template', () => {
  it('becomes a text without anything inherited, or a clean failure', () => {
    fc.assert(
      fc.property(template, (text) => {
        try {
          const result = compileFormat(text)(DATA);
          return typeof result === 'string' && !result.includes('function') && !result.includes('[object');
        } catch (error) {
          return InspectorError.is(error) && error.message.startsWith('Invalid formatting ');
        }
      }),
      { numRuns: 100_000 },
    );
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
  });
});
