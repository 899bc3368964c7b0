import { definePxeFilter } from '@inspector/plugin-api';
import { createDnsmasqProcess } from './dnsmasq-process.js';
import { HostsdirFilter } from './hostsdir-filter.js';
import { HostsdirSight } from './hostsdir-sight.js';
import { HostsfileFilter } from './hostsfile-filter.js';
import { HostsfileSight } from './hostsfile-sight.js';
import { checkOptions, optionsSchema } from './options.js';

/** Opens and closes DHCP through the host files of dnsmasq. */
export default definePxeFilter({
  id: 'dnsmasq',
  configSchema: optionsSchema,
  setup({ config, service, log }) {
    checkOptions(config);
    const dnsmasq = createDnsmasqProcess(config, { service, log });
    const pidFile = config.dnsmasqPidFile;
    if (config.mode === 'hostsfile') {
      const server = new HostsfileSight({ path: config.dhcpHostsfile, pidFile });
      return new HostsfileFilter({ options: config, dnsmasq, server });
    }
    const server = new HostsdirSight({ path: config.dhcpHostsdir, pidFile });
    return new HostsdirFilter({ options: config, dnsmasq, server, log });
  },
});
