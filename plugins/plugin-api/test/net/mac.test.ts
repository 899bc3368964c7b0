import { expect } from 'chai';
import { canonicalMac, cardMac, isLocallyAdministered, isMac, sharedMacReason } from '../../src/net/mac.js';

describe('isMac', () => {
  const valid = ['52:54:00:aa:bb:cc', '52:54:00:AA:bb:CC'];
  const invalid = [
    '52-54-00-aa-bb-cc',
    '52:54:00:aa:bb',
    '52:54:00:aa:bb:cc:dd',
    '5:54:00:aa:bb:cc',
    '52:54:00:aa:bb:cg',
    '52:54:00:aa:bb:cc\n',
    '80:00:02:08:fe:80:00:00:00:00:00:00:f4:52:14:03:00:7b:cb:a1',
    '',
    null,
    7,
  ];
  it('accepts six octets with colons in any case', () => {
    expect(valid.filter(isMac)).to.deep.equal(valid);
  });
  it('refuses everything else', () => {
    expect(invalid.filter(isMac)).to.deep.equal([]);
  });
});

describe('canonicalMac', () => {
  it('lower-cases a MAC and knows no other value', () => {
    expect(canonicalMac('52:54:00:AA:BB:CC')).to.equal('52:54:00:aa:bb:cc');
    expect(canonicalMac('eth0')).to.equal(undefined);
  });
});

describe('a MAC that tells machines apart', () => {
  const rows: [string, RegExp | undefined][] = [
    ['00:00:00:00:00:00', /all zero/],
    ['ff:ff:ff:ff:ff:ff', /group/],
    ['01:00:5e:00:00:01', /group/],
    ['33:33:00:00:00:01', /group/],
    ['88:88:88:88:87:88', /many cards/],
    ['00:10:18:00:00:00', /many cards/],
    ['be:3a:f2:b6:05:9f', /many cards/],
    ['52:54:00:00:00:01', undefined],
    ['00:00:00:00:00:01', undefined],
    ['88:88:88:88:87:89', undefined],
  ];
  for (const [mac, reason] of rows) {
    it(`is ${reason === undefined ? '' : 'not '}${mac}`, () => {
      const found = sharedMacReason(mac);
      if (reason === undefined) expect(found).to.equal(undefined);
      else expect(found).to.match(reason);
      expect(cardMac(mac.toUpperCase())).to.equal(reason === undefined ? mac : undefined);
    });
  }

  it('is no text that is no MAC', () => {
    expect([cardMac('eth0'), cardMac(null)]).to.deep.equal([undefined, undefined]);
  });

  it('may be chosen by software', () => {
    const macs = ['52:54:00:00:00:01', '02:00:00:00:00:01', '3c:ec:ef:00:00:01'];
    expect(macs.filter(isLocallyAdministered)).to.deep.equal(macs.slice(0, 2));
  });
});
