import { expect } from 'chai';
import { compileComparison, isEqualValue, type Comparison } from '../../src/rule-values/coerce.js';
import { parseNumberForms } from '../../src/rule-values/numbers.js';

const compare = (field: string, op: string, value: string): boolean =>
  compileComparison(op as Comparison, parseNumberForms(value))(parseNumberForms(field));

describe('comparison of a field with the value of a rule', () => {
  const cases: [field: string, op: Comparison, value: string, result: boolean][] = [
    ['"5"', 'eq', '5', true],
    ['5', 'eq', '"5"', false],
    ['5.7', 'eq', '5', true],
    ['-5.7', 'eq', '-5', true],
    ['true', 'eq', 'true', true],
    ['1', 'eq', 'true', true],
    ['false', 'eq', '0', true],
    ['null', 'eq', '"x"', false],
    ['null', 'ne', '"x"', true],
    ['"10"', 'gt', '"9"', false],
    ['[2]', 'ge', '[1]', true],
    ['[1, 2]', 'gt', '[1]', true],
    ['[1, "b"]', 'lt', '[1, "c"]', true],
    ['[]', 'le', '[]', true],
    ['"5"', 'eq', '5.0', true],
    ['"1e3"', 'eq', '1000.0', true],
    ['"1e3"', 'ge', '1e3', true],
    ['5.7', 'eq', '5.0', false],
    ['" +1_000 "', 'eq', '1000', true],
    ['"-7"', 'lt', '0', true],
    ['".5"', 'eq', '0.5', true],
    ['" 1_0.5_0e-1 "', 'eq', '1.05', true],
    ['"-inf"', 'lt', '0.5', true],
    ['"Infinity"', 'gt', '0.5', true],
    ['"nan"', 'eq', '0.5', false],
    ['"nan"', 'le', '0.5', false],
    ['5', 'ne', '5', false],
    ['4', 'lt', '5', true],
    ['5', 'le', '5', true],
    ['5', 'gt', '5', false],
    ['5', 'ge', '5', true],
    ['{"a": 1, "b": [true]}', 'eq', '{"b": [1], "a": 1.0}', true],
    ['{"a": 1}', 'eq', '{"a": 1, "b": null}', false],
    ['{"a": null}', 'eq', '{"b": null}', false],
    ['[1]', 'eq', '{"0": 1}', false],
    ['"a"', 'eq', '["a"]', false],
    ['"\ud83d\ude00"', 'gt', '"\uffff"', true],
    ['"aZ"', 'lt', '"aa"', true],
  ];
  for (const [field, op, value, result] of cases) {
    it(`${field} ${op} ${value} is ${String(result)}`, () => {
      expect(compare(field, op, value)).to.equal(result);
    });
  }

  const impossible: [field: string, op: Comparison, value: string, text: RegExp][] = [
    ['"5.7"', 'eq', '5', /"5\.7" is not an integer/],
    ['"abc"', 'eq', '5', /"abc" is not an integer/],
    ['""', 'ne', '5', /"" is not an integer/],
    ['null', 'eq', '5', /None is not an integer/],
    ['[1]', 'eq', '5', /\[1\] is not an integer/],
    ['1e400', 'eq', '5', /inf is not an integer/],
    ['"true"', 'eq', 'true', /"true" is not an integer/],
    ['"0x10"', 'eq', '16', /"0x10" is not an integer/],
    ['"abc"', 'lt', '5.5', /"abc" is not a number/],
    ['null', 'lt', '5.5', /None is not a number/],
    ['4', 'lt', '"5"', /4 cannot be compared with "5" by lt/],
    ['null', 'le', '"9"', /None cannot be compared with "9" by le/],
    ['{}', 'ge', '{}', /\{\} cannot be compared with \{\} by ge/],
    ['["a"]', 'gt', '[1]', /"a" cannot be compared with 1 by gt/],
  ];
  for (const [field, op, value, text] of impossible) {
    it(`${field} ${op} ${value} is an error that shows the value`, () => {
      expect(() => compare(field, op, value)).to.throw(Error, text);
    });
  }

  it('takes no time for long texts that are almost numbers', () => {
    const digits = '1'.repeat(200_000);
    const started = process.cpuUsage();
    expect(() => compileComparison('eq', 0.5)(`${digits}x`)).to.throw(/is not a number/);
    expect(() => compileComparison('eq', 5)(`${digits}_`)).to.throw(/is not an integer/);
    expect(process.cpuUsage(started).user / 1000).to.be.below(500);
  });

  it('does not look at inherited members', () => {
    expect(isEqualValue({ a: 1 }, JSON.parse('{"__proto__": {"a": 1}}') as never)).to.equal(false);
    expect(isEqualValue({ toString: null }, { x: null })).to.equal(false);
  });

  it('stops at values nested too deeply instead of running out of stack', () => {
    const deep = (): never => JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)) as never;
    expect(() => isEqualValue(deep(), deep())).to.throw(RangeError, /400 levels/);
  });
});
