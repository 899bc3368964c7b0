import { expect } from 'chai';
import { parseIpNetwork } from '../../src/net/ip-network.js';

describe('parseIpNetwork', () => {
  const rows: [string, string[], string[]][] = [
    ['192.0.2.0/24', ['192.0.2.0', '192.0.2.255'], ['192.0.3.0', '192.0.1.255', '2001:db8::1']],
    ['192.0.2.64/26', ['192.0.2.64', '192.0.2.127'], ['192.0.2.63', '192.0.2.128']],
    ['192.0.2.0/255.255.255.0', ['192.0.2.9'], ['192.0.3.9']],
    ['192.0.2.7/32', ['192.0.2.7'], ['192.0.2.8']],
    ['192.0.2.7', ['192.0.2.7'], ['192.0.2.8']],
    ['0.0.0.0/0', ['192.0.2.7'], ['::1']],
    ['2001:db8::/32', ['2001:db8:ffff::1'], ['2001:db9::1', '192.0.2.1']],
    ['2001:db8::5', ['2001:db8::5'], ['2001:db8::6']],
  ];
  for (const [text, inside, outside] of rows) {
    it(`${text} holds ${inside.join(', ')} and not ${outside.join(', ')}`, () => {
      const network = parseIpNetwork(text);
      expect([...inside, ...outside].filter((address) => network?.contains(address))).to.deep.equal(inside);
      expect(network?.hostBitsSet).to.equal(false);
    });
  }

  it('holds nothing that is no address', () => {
    const network = parseIpNetwork('0.0.0.0/0');
    for (const text of ['', 'x', '1.2.3', '010.0.0.1']) expect(network?.contains(text)).to.equal(false);
  });

  it('tells when bits are set behind the prefix', () => {
    for (const text of [
      '192.0.2.1/24',
      '192.0.2.64/25',
      '128.0.0.0/0',
      '2001:db8::1/64',
      '192.0.2.1/255.255.255.0',
    ]) {
      expect(parseIpNetwork(text)?.hostBitsSet, text).to.equal(true);
    }
  });

  for (const text of [
    '',
    '/24',
    '192.0.2.0/',
    '192.0.2.0/33',
    '192.0.2.0/-1',
    '192.0.2.0/2x',
    '192.0.2/24',
    '2001:db8::/129',
    '2001:db8::/255.0.0.0',
    '192.0.2.0/255.0.255.0',
    '192.0.2.0/24/24',
    'net/24',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(parseIpNetwork(text)).to.equal(undefined);
    });
  }
});
