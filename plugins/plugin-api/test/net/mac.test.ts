import { expect } from 'chai';
import { canonicalMac, isMac } from '../../src/net/mac.js';

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
