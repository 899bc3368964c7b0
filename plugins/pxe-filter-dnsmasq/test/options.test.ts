import { createContext } from '@inspector/test-kit';
import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import dnsmasq from '../src/index.js';

const defaults = Object.fromEntries(
  Object.entries(dnsmasq.configSchema?.['properties'] as Record<string, { default: unknown }>).map(
    ([name, schema]) => [name, schema.default],
  ),
);
const setUp = (options: JsonObject) => dnsmasq.setup(createContext(dnsmasq, { options }));

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
