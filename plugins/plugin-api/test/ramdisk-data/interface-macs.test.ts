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
