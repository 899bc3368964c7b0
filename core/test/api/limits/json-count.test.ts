import { expect } from 'chai';
import fc from 'fast-check';
import { JsonCount } from '../../../src/api/limits/json-count.js';

/** Counts a text whose bytes come in pieces of some size. */
function count(text: string, piece = Infinity): JsonCount {
  const bytes = Buffer.from(text);
  const contents = new JsonCount();
  for (let end = Math.min(piece, bytes.length); ; end = Math.min(end + piece, bytes.length)) {
    contents.read(bytes, end);
    if (end === bytes.length) return contents;
  }
}

const figures = ({ values, keys, depth, logBytes }: JsonCount) => ({ values, keys, depth, logBytes });

/** Values, keys and depth of what a text parses to. */
function really(value: unknown): { values: number; keys: number; depth: number } {
  if (typeof value !== 'object' || value === null) return { values: 1, keys: 0, depth: 0 };
  const inside = Object.values(value).map(really);
  return {
    values: 1 + inside.reduce((sum, one) => sum + one.values, 0),
    keys: (Array.isArray(value) ? 0 : inside.length) + inside.reduce((sum, one) => sum + one.keys, 0),
    depth: 1 + Math.max(0, ...inside.map((one) => one.depth)),
  };
}

describe('Counting what a JSON text holds', () => {
  it('counts what the text parses to, and empty lists and objects twice', () => {
    expect(figures(count('{"a":[1,{"b":"x,:[{"}],"c":null}'))).to.deep.equal({
      values: 6,
      keys: 3,
      depth: 3,
      logBytes: 0,
    });
    expect(count('[]').values).to.equal(2);
  });

  it('never counts less than the text parses to, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 1, max: 7 }), (text, piece) => {
        const counted = count(text, piece);
        const parsed = really(JSON.parse(text));
        expect(counted.values).to.be.at.least(parsed.values);
        expect([counted.keys, counted.depth]).to.deep.equal([parsed.keys, parsed.depth]);
        expect(figures(counted)).to.deep.equal(figures(count(text)));
      }),
    );
  });

  it('tells logs apart, but only those of the outermost object', () => {
    const logs = '"li\\"ne\\\\"';
    for (const piece of [1, 2, 3, Infinity]) {
      expect(count(`{"a":"logs","logs" : ${logs},"b":1}`, piece).logBytes).to.equal(logs.length);
      expect(count(`{"x":{"logs":${logs}},"logsx":"y","l":["logs"]}`, piece).logBytes).to.equal(0);
    }
  });

  it('knows the logs that have come while more of them are to come', () => {
    expect(count('{"logs":"abc').logBytes).to.equal('"abc'.length);
  });

  it('takes what follows the logs for data', () => {
    expect(count('{"logs":"ab","x":"abcdef"}').logBytes).to.equal('"ab"'.length);
    expect(count('{"logs":["abcdef"]}').logBytes).to.equal(0);
  });
});
