import { expect } from 'chai';
import { programsOf, subjectOf } from '../src/options.js';

const GROUP = {
  dnsmasqInterface: 'br-ctlplane',
  firewallChain: 'ironic-inspector',
  ethoibInterfaces: [],
  ipVersion: '4',
} as const;

describe('options of the iptables filter', () => {
  it('filter the DHCP port of the IP version', () => {
    expect(subjectOf(GROUP)).to.deep.equal({
      chain: 'ironic-inspector',
      temporary: 'ironic-inspector_temp',
      networkInterface: 'br-ctlplane',
      port: 67,
    });
    expect(subjectOf({ ...GROUP, ipVersion: '6' }).port).to.equal(547);
  });

  it('select the programs of an IP version and a variant', () => {
    expect(programsOf('4', 'system')).to.deep.equal({ single: 'iptables', restore: 'iptables-restore' });
    expect(programsOf('6', 'legacy')).to.deep.equal({
      single: 'ip6tables-legacy',
      restore: 'ip6tables-legacy-restore',
    });
  });

  for (const bad of [
    { firewallChain: 'a chain' },
    { firewallChain: '-F' },
    { firewallChain: 'x'.repeat(24) },
    { firewallChain: '' },
    { dnsmasqInterface: 'br0 -j ACCEPT' },
    { dnsmasqInterface: '-j' },
    { dnsmasqInterface: '' },
  ]) {
    it(`refuse ${JSON.stringify(bad)}`, () => {
      expect(() => subjectOf({ ...GROUP, ...bad }))
        .to.throw()
        .with.property('code', 'INSP_CONFIG_INVALID');
    });
  }
});
