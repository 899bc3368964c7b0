import { expect } from 'chai';
import dnsmasq from '../src/index.js';

const defaults = Object.fromEntries(
  Object.entries(dnsmasq.configSchema?.['properties'] as Record<string, { default: unknown }>).map(
    ([name, schema]) => [name, schema.default],
  ),
);
const setUp = (options: object) =>
  dnsmasq.setup({ config: { ...defaults, ...options }, inspector: {} } as unknown as Parameters<
    typeof dnsmasq.setup
  >[0]);

describe('options of the dnsmasq filter', () => {
  it('have the defaults operators know', () => {
    expect(defaults).to.deep.equal({
      mode: 'hostsdir',
      dhcpHostsdir: '/var/lib/ironic-inspector/dhcp-hostsdir',
      purgeDhcpHostsdir: true,
      dhcpHostsfile: '/var/lib/ironic-inspector/dhcp-hostsfile',
      dnsmasqStartCommand: '',
      dnsmasqStopCommand: '',
      dnsmasqReloadCommand: '',
      dnsmasqPidFile: '',
      commandTimeout: 60,
    });
  });

  it('refuse one file without a way to tell dnsmasq of changes', () => {
    expect(() => setUp({ mode: 'hostsfile' }))
      .to.throw('dnsmasqPxeFilter.dnsmasqPidFile')
      .with.property('code', 'INSP_CONFIG_INVALID');
    expect(() => setUp({ mode: 'hostsfile', dnsmasqPidFile: '/run/dnsmasq.pid' })).not.to.throw();
  });
});
