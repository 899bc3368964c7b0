import { expect } from 'chai';
import type { Json, JsonObject } from '../../src/json/types.js';
import { copyJson, readJson, writeJson } from '../../src/json/index.js';

const object = (text: string): JsonObject => readJson(text) as JsonObject;

describe('readJson and writeJson', () => {
  const written = [
    '{"a":1.0}',
    '[1.0,[1e16,{"x":-0}],-0.0,1E5,0.10,1e-7,0.0000001,1e400,-1E+2,100000000000000000000.0]',
    '{"big":18446744073709551616,"near":18446744073709551615,"low":-9007199254740993}',
    '{"a":{"b":[9007199254740992,9007199254740991,9007199254740994]},"c":0.1,"d":12,"e":-3}',
    '{"__proto__":1.0,"x":{"__proto__":{"y":18446744073709551616,"z":2.50}}}',
    '{"a\\"b":1.0,"\\u00e9":2.0,"c\\\\":[3.0],"":4.0}',
    '{"text":": 1.0, 18446744073709551616","n":1.0}',
    '[true,1.0,false,2.0,null,3.0,"",4.0,{},5.0,[],6.0]',
    `[${'9'.repeat(4300)},-${'9'.repeat(4300)}]`,
    '[0.1000000000000000055511151231257827]',
  ];
  for (const text of written) {
    it(`keep ${text.slice(0, 60)} as it is written`, () => {
      expect(writeJson(readJson(text))).to.equal(text.replace('\\u00e9', 'é'));
    });
  }

  for (const number of ['0.0000001', '-0.0000001', '-0', '-0.0', '0e0', '1e1', '10.50', '9007199254740993']) {
    it(`keep ${number} where it is the only number JavaScript writes differently`, () => {
      for (const text of [`{"a":${number}}`, `[1,${number},2]`]) {
        expect(writeJson(readJson(text))).to.equal(text);
      }
    });
  }

  it('give ordinary numbers where these are exact', () => {
    const { a, b, c } = object('{"a": 1.0, "b": 1e3, "c": 9007199254740991}');
    expect([a, b, c]).to.deep.equal([1, 1000, Number.MAX_SAFE_INTEGER]);
  });

  it('give a BigInt for every integer that a number cannot hold exactly', () => {
    expect(readJson('[9007199254740992, -18446744073709551616]')).to.deep.equal([
      9007199254740992n,
      -18446744073709551616n,
    ]);
    expect(readJson('18446744073709551616')).to.equal(18446744073709551616n);
    expect(readJson(' 12 ')).to.equal(12);
  });

  it('write a number in the new form once it has changed', () => {
    const data = object('{"a": 1.0, "b": 2.0, "c": 18446744073709551616, "list": [1.0, 2.0]}');
    data['a'] = 7;
    data['c'] = 5;
    (data['list'] as Json[]).push(3);
    data['list'] = (data['list'] as Json[]).toReversed();
    expect(writeJson(data)).to.equal('{"a":7,"b":2.0,"c":5,"list":[3,2,1]}');
  });

  it('keep numbers through a spread, Object.assign and a move to another place', () => {
    const data = object('{"disk": {"size": 1.0, "big": 18446744073709551616}}');
    const { disk } = data as { disk: JsonObject };
    data['copies'] = [{ ...disk, more: 1 }, Object.assign({}, disk)];
    data['root_disk'] = disk;
    const kept = '"size":1.0,"big":18446744073709551616';
    expect(writeJson(data)).to.equal(
      `{"disk":{${kept}},"copies":[{${kept},"more":1},{${kept}}],"root_disk":{${kept}}}`,
    );
  });

  it('lose the form but no digit through structuredClone', () => {
    const data = structuredClone(readJson('{"size": 1.0, "big": 18446744073709551616}'));
    expect(writeJson(data)).to.equal('{"size":1,"big":18446744073709551616}');
  });

  it('keep everything through copyJson, also that two places hold the same object', () => {
    const data = object('{"a": {"x": [1.0]}, "__proto__": {"y": 2.0}}');
    data['again'] = data['a'] as Json;
    const copy = copyJson(data);
    expect(writeJson(copy)).to.equal('{"a":{"x":[1.0]},"__proto__":{"y":2.0},"again":{"x":[1.0]}}');
    expect(copy['again']).to.equal(copy['a']);
    expect(copy['a']).not.to.equal(data['a']);
  });

  const twice: [text: string, result: string][] = [
    ['{"a": 1.0, "a": 1}', '{"a":1}'],
    ['{"a": 1, "a": 1.0}', '{"a":1.0}'],
    ['{"a": 18446744073709551616, "a": 5}', '{"a":5}'],
    ['{"a": 9007199254740993, "a": 9007199254740992.0}', '{"a":9007199254740992.0}'],
    ['{"a": 9007199254740992.0, "a": 9007199254740993}', '{"a":9007199254740993}'],
    ['{"a": 9007199254740993, "a": 9007199254740992}', '{"a":9007199254740992}'],
    ['{"a": {"x": 1.0}, "a": {"x": 1}}', '{"a":{"x":1}}'],
    ['{"a": {"b": {"x": 1.0}}, "a": {"b": {"x": 1}}}', '{"a":{"b":{"x":1}}}'],
    ['{"a": [1.0], "a": {"0": 1}}', '{"a":{"0":1}}'],
    ['{"a": 1.0, "a": true, "b": 2.0}', '{"a":true,"b":2.0}'],
  ];
  for (const [text, result] of twice) {
    it(`take the last value of a key that comes twice: ${text}`, () => {
      expect(writeJson(readJson(text))).to.equal(result);
    });
  }

  it('change nothing about objects of the language', () => {
    readJson('{"__proto__": 1.0, "constructor": {"prototype": {"x": 1.0}}}');
    expect(Object.getOwnPropertySymbols(Object.prototype)).to.deep.equal([]);
    expect(writeJson({ a: 1 })).to.equal('{"a":1}');
  });

  it('refuse integers of more than 4300 digits', () => {
    expect(() => readJson(`{"a": 1${'0'.repeat(4300)}}`)).to.throw(RangeError, 'more than 4300 digits');
    expect(() => readJson(`{"a": -1${'0'.repeat(4300)}}`)).to.throw(RangeError, 'more than 4300 digits');
  });

  it('refuse what is no JSON, and a value that contains itself', () => {
    expect(() => readJson('{"a": 01.0}')).to.throw(SyntaxError);
    const endless: JsonObject = {};
    endless['self'] = endless;
    expect(() => writeJson(endless)).to.throw(TypeError);
  });

  it('write what JSON.stringify writes where there is nothing special', () => {
    const date = new Date(0);
    const value = { a: undefined, b: [undefined, () => 1], c: date, d: Number.NaN, e: 'ü\u2028\ud800' };
    expect(writeJson({ ...value, big: 2n ** 64n })).to.equal(
      `${JSON.stringify(value).slice(0, -1)},"big":18446744073709551616}`,
    );
    expect(writeJson(value)).to.equal(JSON.stringify(value));
    expect(writeJson(undefined)).to.equal('null');
  });
});
