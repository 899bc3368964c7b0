import { definePxeFilter, type PluginContext, type PxeFilterDriver } from '@inspector/plugin-api';
import { createDnsmasqProcess } from './dnsmasq-process.js';
import { HostsdirFilter } from './hostsdir-filter.js';
import { HostsfileFilter } from './hostsfile-filter.js';
import { checkOptions, optionsSchema, type DnsmasqOptions } from './options.js';

/** Opens and closes DHCP through the host files of dnsmasq. */
export default definePxeFilter<DnsmasqOptions>({
  id: 'dnsmasq',
  configSchema: optionsSchema,
  setup({ config, inspector, log }: PluginContext<DnsmasqOptions>): PxeFilterDriver {
    checkOptions(config);
    const dnsmasq = createDnsmasqProcess(config, { rootwrapConfig: inspector.rootwrapConfig, log });
    return config.mode === 'hostsfile'
      ? new HostsfileFilter({ options: config, dnsmasq })
      : new HostsdirFilter({ options: config, dnsmasq, log });
  },
});
