import { expect } from 'chai';
import { senderAddress, senderSource } from '../../src/conductor/sender-address.js';

describe('the address of whoever posts', () => {
  for (const [reported, address] of [
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['<script>', null],
    [null, null],
  ] as const) {
    it(`is ${address} where ${reported} is reported`, () => {
      expect(senderAddress(reported)).to.equal(address);
    });
  }

  for (const [address, source] of [
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::5:6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    [null, 'unknown'],
  ] as const) {
    it(`counts ${address} for ${source}`, () => {
      expect(senderSource(address)).to.equal(source);
    });
  }
});
