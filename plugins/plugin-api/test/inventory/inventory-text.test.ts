import { expect } from 'chai';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import {
  emptyInventory,
  inventoryText,
  parseInventory,
  sortedByCodePoint,
} from '../../src/inventory/index.js';
import { DOCUMENTS, sample } from './samples.js';

describe('inventoryText', () => {
  for (const name of DOCUMENTS) {
    it(`writes ${name} as it is, byte for byte`, () => {
      const text = sample(name);
      expect(inventoryText(parseInventory(text, name))).to.equal(text);
    });
  }

  it('sorts by code point, and escapes everything but printable ASCII', () => {
    const document = { '\u{1f600}': '\u007f\u0001\n', '\uffff': 'é"\\/', b: {}, a: [], '\ud800': '\ud800' };
    expect(inventoryText(document)).to.equal(
      [
        '{',
        '    "a": [],',
        '    "b": {},',
        '    "\\ud800": "\\ud800",',
        '    "\\uffff": "\\u00e9\\"\\\\/",',
        '    "\\ud83d\\ude00": "\\u007f\\u0001\\n"',
        '}',
      ].join('\n'),
    );
  });

  it('is the text that Python writes, whatever the names and values', function () {
    this.timeout(60_000);
    const name = fc.string({ unit: 'binary', maxLength: 4 });
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        name,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      ),
    }));
    const documents = fc.sample(fc.dictionary(name, value, { maxKeys: 6 }), { numRuns: 300, seed: 7 });
    const program =
      'import json,sys\nfor d in json.load(sys.stdin): print(json.dumps(d,indent=4,sort_keys=True,separators=(",",": ")),end="\\0")';
    const written = execFileSync('python3', ['-c', program], { input: JSON.stringify(documents) }).toString();
    const ours = documents.map(
      (document) => `${inventoryText(parseInventory(JSON.stringify(document), 'x'))}\0`,
    );
    expect(ours.join('')).to.equal(written);
  });

  it('makes the same text of its own text', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (value) => {
        const text = inventoryText(parseInventory(JSON.stringify(value), 'x'));
        expect(inventoryText(parseInventory(text, 'x'))).to.equal(text);
      }),
    );
  });

  it('begins with a document without hosts and groups', () => {
    expect(JSON.parse(inventoryText(emptyInventory()))).to.deep.equal({ _meta: { hostvars: {} } });
  });
});

describe('sortedByCodePoint', () => {
  it('sorts as the code points of the texts compare', () => {
    const points = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);
    const compare = (left: number[], right: number[]): number => {
      const index = left.findIndex((point, at) => point !== right[at]);
      return index < 0 ? left.length - right.length : (left[index] ?? 0) - (right[index] ?? -1);
    };
    const unit = fc.constantFrom('a', 'b', '\ud83d', '\ude00', '\u{1f600}', '\u{1f601}', '\uffff', '\ue000');
    fc.assert(
      fc.property(fc.array(fc.string({ unit, maxLength: 4 })), (names) => {
        const expected = names.toSorted((left, right) => compare(points(left), points(right)));
        expect(sortedByCodePoint(names)).to.deep.equal(expected);
      }),
      { numRuns: 1000 },
    );
  });
});
