import { expect } from 'chai';
import { quotedRuleText, ruleText } from '../../src/rule-values/text.js';
import { parseNumberForms } from '../../src/rule-values/numbers.js';

describe('the text of a value', () => {
  const cases: [json: string, text: string][] = [
    ['"as it is"', 'as it is'],
    ['5', '5'],
    ['-0', '0'],
    ['123456789012345680000', '123456789012345680000'],
    ['1.0', '1.0'],
    ['-0.0', '-0.0'],
    ['0.1', '0.1'],
    ['1e3', '1000.0'],
    ['1e15', '1000000000000000.0'],
    ['1e16', '1e+16'],
    ['1.5e300', '1.5e+300'],
    ['0.0001', '0.0001'],
    ['0.00001', '1e-05'],
    ['1.25e-7', '1.25e-07'],
    ['1e400', 'inf'],
    ['true', 'True'],
    ['false', 'False'],
    ['null', 'None'],
    ['[]', '[]'],
    ['[1, "a", null, [1.0]]', "[1, 'a', None, [1.0]]"],
    ['{}', '{}'],
    ['{"k": "v", "b": true}', "{'k': 'v', 'b': True}"],
    ['["it\'s"]', '["it\'s"]'],
    ['["\'\\""]', "['\\'\"']"],
    ['["a\\\\b\\n\\r\\t"]', "['a\\\\b\\n\\r\\t']"],
    ['["\\u0001\\u00a0\\u200b\\ud83d\\ude00é"]', "['\\x01\\xa0\\u200b😀é']"],
  ];
  for (const [json, text] of cases) {
    it(`${json} is ${text}`, () => {
      expect(ruleText(parseNumberForms(json))).to.equal(text);
    });
  }

  it('quoted for ASCII readers has only ASCII characters', () => {
    expect(quotedRuleText('é€😀', true)).to.equal("'\\xe9\\u20ac\\U0001f600'");
  });

  it('is refused for values nested too deeply instead of running out of stack', () => {
    const deep = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)) as [];
    expect(() => ruleText(deep)).to.throw(RangeError, /400 levels/);
  });
});
