import { expect } from 'chai';
import { canonicalIp, ipFamily, isLoopback } from '../../src/net/canonical-ip.js';

describe('canonicalIp', () => {
  const accepted: [string, string][] = [
    ['192.0.2.10', '192.0.2.10'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::5]', '2001:db8::5'],
    ['fe80::5054:ff:fe0a:b0c%enp1s0', 'fe80::5054:ff:fe0a:b0c'],
    ['::', '::'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1'],
  ];
  for (const [text, canonical] of accepted) {
    it(`writes ${text} as ${canonical}`, () => {
      expect(canonicalIp(text)).to.equal(canonical);
    });
  }

  it('gives two spellings of one mapped address the same text', () => {
    expect(canonicalIp('::ffff:192.0.2.1')).to.be.a('string');
    expect(canonicalIp('::ffff:192.0.2.1')).to.equal(canonicalIp('::FFFF:c000:201'));
  });

  const refused: unknown[] = [
    '010.0.0.1',
    '10.1',
    '0x7f.0.0.1',
    '2130706433',
    '192.0.2.10/24',
    '::/0',
    '192.0.2.10:623',
    '[192.0.2.10]',
    '[2001:db8::1',
    '1::2::3',
    ' 192.0.2.1',
    '192.0.2.1%eth0',
    'bmc.example.com',
    '%eth0',
    '',
    null,
    undefined,
    7,
    ['192.0.2.1'],
  ];
  for (const value of refused) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      expect(canonicalIp(value)).to.equal(undefined);
    });
  }
});

describe('ipFamily', () => {
  it('tells the families apart', () => {
    expect(['192.0.2.1', '2001:db8::1', 'bmc'].map(ipFamily)).to.deep.equal([4, 6, 0]);
  });
});

describe('isLoopback', () => {
  it('knows both loopback ranges and nothing else', () => {
    const addresses = ['127.0.0.1', '127.255.0.9', '::1', '192.0.2.1', 'fe80::1', '::', 'localhost'];
    expect(addresses.filter(isLoopback)).to.deep.equal(['127.0.0.1', '127.255.0.9', '::1']);
  });
});
