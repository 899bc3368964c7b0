import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { HintError } from '../../src/device-hints/hint-error.js';
import { compileHints } from '../../src/device-hints/compile.js';
import { matchingDisks } from '../../src/device-hints/matching-disks.js';

const INHERITED = ['__proto__', 'constructor'];
const NAMES = ['size', 'model', 'vendor', 'rotational', 'name', 'hctl', ...INHERITED];
const operator = fc.constantFrom(
  '',
  '==',
  '!=',
  '=',
  '<',
  '<=',
  '>',
  '>=',
  's==',
  's!=',
  's<',
  '<in>',
  '<or>',
  '<all-in>',
);
const word = fc.constantFrom(
  '',
  ' ',
  'sda',
  'None',
  '5',
  '931',
  '-1',
  '1e999',
  'true',
  's',
  '<',
  '<or',
  '\u0000',
  'Ünïcode',
);
const expression = fc.oneof(
  fc.array(fc.tuple(operator, word), { maxLength: 3 }).map((parts) => parts.flat().join('')),
  fc.constantFrom<Json>(null, true, 5, 0, -3, 1.5, [], {}, ['x']),
);
const name = fc.constantFrom(...NAMES);
const entries = (value: fc.Arbitrary<unknown>): fc.Arbitrary<JsonObject> =>
  fc
    .array(fc.tuple(name, value), { maxLength: 4 })
    .map((pairs) => Object.defineProperties({}, Object.fromEntries(pairs.map(own))) as JsonObject);
const own = ([key, value]: [string, unknown]): [string, PropertyDescriptor] => [
  key,
  { value, enumerable: true, configurable: true, writable: true },
];
const attribute = fc.oneof(word, fc.constantFrom<unknown>(null, 0, 2 ** 40, true, [], {}, { toString: 'x' }));

describe('root device hints of any shape', () => {
  it('either work or are refused with a reason, and leave no trace on the object prototype', function () {
    this.timeout(60_000);
    const traces = Object.getOwnPropertyNames(Object.prototype).join();
    const refused = { count: 0 };
    const property = (): void =>
      fc.assert(
        fc.property(entries(expression), fc.array(entries(attribute), { maxLength: 3 }), (hints, disks) => {
          try {
            for (const found of matchingDisks(disks, compileHints(hints), { warn: () => undefined })) {
              if (!disks.includes(found)) throw new Error('found a disk that was not given');
            }
            if (INHERITED.some((key) => Object.hasOwn(hints, key))) throw new Error('took an unknown hint');
          } catch (error) {
            if (!(error instanceof HintError)) throw error;
            refused.count += 1;
          }
        }),
        { numRuns: 100_000 },
      );
    // Unlike a time-out of mocha this one also ends work that never returns.
    runInNewContext('property()', { property }, { timeout: 60_000 });
    expect(refused.count).to.be.within(1, 99_999);
    expect(Object.getOwnPropertyNames(Object.prototype).join()).to.equal(traces);
  });

  it('answers at once to texts of a megabyte', () => {
    const long = '1'.repeat(1_000_000);
    const started = process.hrtime.bigint();
    for (const text of [
      `${long}x`,
      `>= ${long}x`,
      `<or> ${long} <or> ${'<or>'.repeat(100_000)}`,
      '<in> '.repeat(200_000),
    ]) {
      try {
        matchingDisks([{ name: long, model: `${long}x` }], compileHints({ model: text }), {
          warn: () => undefined,
        });
      } catch (error) {
        if (!(error instanceof HintError)) throw error;
      }
    }
    expect(Number(process.hrtime.bigint() - started) / 1e6).to.be.below(2000);
  });
});
