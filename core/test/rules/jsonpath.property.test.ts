import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Json } from '@inspector/plugin-api';
import { compilePath } from '../../src/rules/jsonpath/find.js';

const PIECES = [
  ...['a', 'b', '__proto__', 'constructor', "'x y'", '"', "'", '*', '$', '..', '.', '|', '&', ',', ':', '-1'],
  ...[
    '[',
    ']',
    '[0]',
    '[*]',
    '[-1]',
    '[1:]',
    '(',
    ')',
    ' where ',
    '`this`',
    '`parent`',
    '`',
    '\\',
    '1',
    ' ',
    'é',
  ],
];
const path = fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((pieces) => pieces.join(''));

const ROOTS: readonly Json[] = [
  { a: [{ b: 1, a: 'text' }, null, 1.5], b: { a: { b: [true, []] } }, 'x y': {} },
  [[1, [2, { a: 3 }]], { b: { b: { b: 4 } } }],
  'text',
  null,
  7,
];

/** Everything a value is made of, itself included. */
function partsOf(value: Json): Set<Json> {
  const parts = new Set<Json>([value]);
  for (const part of parts) {
    if (typeof part === 'string') for (const character of part) parts.add(character);
    else if (typeof part === 'object' && part !== null) {
      for (const item of Object.values(part)) parts.add(item as Json);
    }
  }
  return parts;
}
const PARTS = new Map(ROOTS.map((root) => [root, partsOf(root)]));

describe('any path', () => {
  it('is refused with a text or finds parts of the data only', function () {
    this.timeout(60_000);
    const property = (): void =>
      fc.assert(
        fc.property(path, fc.constantFrom(...ROOTS), (text, root) => {
          let find: (value: Json) => Json[];
          try {
            find = compilePath(text);
          } catch (error) {
            return error instanceof Error && error.message.length > 0 && !(error instanceof TypeError);
          }
          const parts = PARTS.get(root);
          return find(root).every((value) => parts?.has(value));
        }),
        { numRuns: 100_000 },
      );
    // Unlike a time-out of mocha this one also ends work that never returns.
    runInNewContext('property()', { property }, { timeout: 60_000 });
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
  });
});
