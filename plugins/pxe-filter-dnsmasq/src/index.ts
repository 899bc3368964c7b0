import { definePxeFilter } from '@inspector/plugin-api';
import { createDnsmasqProcess } from './dnsmasq-process.js';
import { HostsdirFilter } from './hostsdir-filter.js';
import { HostsfileFilter } from './hostsfile-filter.js';
import { checkOptions, optionsSchema } from './options.js';

/** Opens and closes DHCP through the host files of dnsmasq. */
export default definePxeFilter({
  id: 'dnsmasq',
  configSchema: optionsSchema,
  setup({ config, service, log }) {
    checkOptions(config);
    const dnsmasq = createDnsmasqProcess(config, { service, log });
    return config.mode === 'hostsfile'
      ? new HostsfileFilter({ options: config, dnsmasq })
      : new HostsdirFilter({ options: config, dnsmasq, log });
  },
});
