import { expect } from 'chai';
import fc from 'fast-check';
import { withoutMember } from '../../src/json/without-member.js';

describe('withoutMember', () => {
  const rows: [string, string, string][] = [
    ['the only member', '{"logs": "x"}', '{}'],
    ['the first', '{"logs":"x","a":1}', '{"a":1}'],
    ['the last', '{"a":1, "logs":"x"}', '{"a":1}'],
    ['one between', '{"a":1.0,"logs":"x","b":12345678901234567890}', '{"a":1.0,"b":12345678901234567890}'],
    ['every duplicate', '{"logs":1,"a":2,"logs":3}', '{"a":2}'],
    ['one spelled with an escape', '{"lo\\u0067s":1,"a":"logs"}', '{"a":"logs"}'],
    ['one spelled with an escape, and never plainly', '{"lo\\u0067s":1,"a":2}', '{"a":2}'],
    ['one after a text that ends in a backslash', '{"a":"\\\\","logs":"x\\\\"}', '{"a":"\\\\"}'],
    ['one whose value is nested', '{"logs":{"a":["}",{"b":"\\"]"}]},"c":[]}', '{"c":[]}'],
    ['one whose value is a number or word', '{"logs":null ,"c":-1e5}', '{"c":-1e5}'],
  ];
  for (const [what, text, expected] of rows) {
    it(`cuts ${what} out`, () => expect(withoutMember(text, 'logs')).to.equal(expected));
  }

  it('leaves members of the same name further down alone', () => {
    const text = ' { "a" : {"logs": 1}, "b": "logs" } ';
    expect(withoutMember(text, 'logs')).to.equal(text);
  });

  it('agrees with parsing on any object', () => {
    const key = fc.oneof(fc.constant('logs'), fc.string());
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), fc.constantFrom(0, 1, 3), (value, indent) => {
        const { logs: _, ...kept } = value;
        expect(JSON.parse(withoutMember(JSON.stringify(value, null, indent), 'logs'))).to.deep.equal(
          JSON.parse(JSON.stringify(kept)),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
