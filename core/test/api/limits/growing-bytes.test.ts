import { expect } from 'chai';
import { GrowingBytes } from '../../../src/api/limits/growing-bytes.js';

describe('Bytes that arrive in pieces', () => {
  for (const expected of [100_000, Infinity]) {
    it(`are whole in the end, of ${String(expected)} bytes expected`, () => {
      const all = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));
      const body = new GrowingBytes(expected);
      for (let at = 0; at < all.length; at += 777) body.add(all.subarray(at, at + 777));
      expect(body.size).to.equal(all.length);
      expect(body.bytes.subarray(0, body.size).equals(all)).to.equal(true);
    });
  }

  it('are gone when they are cleared', () => {
    const body = new GrowingBytes(Infinity);
    body.add(Buffer.alloc(100_000));
    body.clear();
    expect([body.size, body.bytes.length]).to.deep.equal([0, 0]);
  });

  it('take no more room than was announced', () => {
    const body = new GrowingBytes(20_000);
    body.add(Buffer.alloc(19_000));
    expect(body.bytes.length).to.be.at.most(20_000);
  });
});
