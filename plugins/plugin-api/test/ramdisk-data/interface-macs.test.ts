import { expect } from 'chai';
import { interfaceMacs } from '../../src/ramdisk-data/interface-macs.js';

describe('interfaceMacs', () => {
  it('collects the MAC of every entry once, in order and lower case', () => {
    const data = {
      all_interfaces: {
        eth1: { mac: '52:54:00:00:00:02' },
        eth0: { mac: '52:54:00:00:00:0A' },
        bond0: { mac: '52:54:00:00:00:02' },
      },
      macs: ['52:54:00:00:00:09'],
    };
    expect(interfaceMacs(data)).to.deep.equal(['52:54:00:00:00:02', '52:54:00:00:00:0a']);
  });

  it('leaves out addresses that several machines share', () => {
    const shared = ['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff', 'BE:3A:F2:B6:05:9F', '52:54:00:00:00:02'];
    const entries = Object.fromEntries(shared.map((mac, index) => [`eth${index}`, { mac }]));
    expect(interfaceMacs({ all_interfaces: entries })).to.deep.equal(['52:54:00:00:00:02']);
  });

  for (const entries of [
    undefined,
    null,
    [],
    'eth0',
    { eth0: null, eth1: { mac: null }, eth2: { mac: 'x' } },
  ]) {
    it(`finds none in ${JSON.stringify(entries)}`, () => {
      expect(interfaceMacs(entries === undefined ? {} : { all_interfaces: entries })).to.deep.equal([]);
    });
  }
});
