import { expect } from 'chai';
import fc from 'fast-check';
import { splitList } from '../../src/rules/split-list.js';

const items = (text: string): string[] => [...splitList(text)];

describe('the text of a list', () => {
  const rows: [text: string, expected: string[]][] = [
    ['[]', []],
    [' [ ] ', []],
    ['[1]', ['1']],
    ['[{"a":[1,2]},[3,{"b":"]"}],"x,y",null]', ['{"a":[1,2]}', '[3,{"b":"]"}]', '"x,y"', 'null']],
    ['["\\\\","\\"","\\\\\\""]', ['"\\\\"', '"\\""', '"\\\\\\""']],
    ['[\n  5.0,\n  -1e3\n]', ['5.0', '-1e3\n']],
  ];
  for (const [text, expected] of rows) {
    it(`${text} has ${String(expected.length)} items`, () => expect(items(text)).to.deep.equal(expected));
  }

  it('of any JSON has the texts of its items', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        fc.constantFrom(undefined, 2),
        (list, indent) => {
          const found = items(JSON.stringify(list, undefined, indent)).map(
            (text) => JSON.parse(text) as unknown,
          );
          expect(JSON.stringify(found)).to.equal(JSON.stringify(list));
        },
      ),
    );
  });
});
