import { expect } from 'chai';
import {
  isFloat,
  isObject,
  numberOf,
  parseNumberForms,
  parseVerbatim,
  plainNumbers,
  writeVerbatim,
} from '../../src/rule-values/numbers.js';

describe('number forms', () => {
  const floats: [json: string, isFloat: boolean, value: number][] = [
    ['5', false, 5],
    ['5.0', true, 5],
    ['1e3', true, 1000],
    ['5.5', true, 5.5],
    ['-0', false, -0],
  ];
  for (const [json, float, value] of floats) {
    it(`${json} is ${float ? 'a float' : 'an integer'}`, () => {
      const parsed = parseNumberForms(json);
      expect(isFloat(parsed)).to.equal(float);
      expect(numberOf(parsed)).to.equal(value);
    });
  }

  it('of a float with an integral value count as numbers, not as objects', () => {
    const parsed = parseNumberForms('5.0');
    expect(isObject(parsed)).to.equal(false);
    expect(JSON.stringify({ parsed })).to.equal('{"parsed":5}');
    expect(numberOf('5')).to.equal(undefined);
    expect(isFloat('5.0')).to.equal(false);
  });

  it('are gone from what is sent to the bare metal service', () => {
    expect(plainNumbers(parseNumberForms('{"a": [1.0, {"b": 2e1}], "c": "x"}'))).to.deep.equal({
      a: [1, { b: 20 }],
      c: 'x',
    });
  });

  it('come out of stored texts as they went in', () => {
    const text = '{"a":[1.0,1e3,12345678901234567890,-0],"__proto__":{"b":1}}';
    expect(writeVerbatim(parseVerbatim(text))).to.equal(text);
  });

  it('of a name given twice are those of the last one', () => {
    expect(parseNumberForms('{"a": 1, "a": 2}')).to.deep.equal({ a: 2 });
  });
});
