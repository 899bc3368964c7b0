import { definePxeFilter } from '@inspector/plugin-api';
import { checkPlaces } from './check-folder.js';
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
    const check = async (): Promise<void> => checkPlaces(config);
    if (config.mode === 'hostsfile') {
      const server = new HostsfileSight({ path: config.dhcpHostsfile, pidFile });
      return Object.assign(new HostsfileFilter({ options: config, dnsmasq, server }), { check });
    }
    const server = new HostsdirSight({ path: config.dhcpHostsdir, pidFile });
    return Object.assign(new HostsdirFilter({ options: config, dnsmasq, server, log }), { check });
  },
});
