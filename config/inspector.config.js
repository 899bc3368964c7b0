// An example for a machine room with Ironic: copy it next to where the service starts and change what differs.
// Every option with its default is in docs/reference/configuration.md; `npx inspector config print` shows what is in force.
import { defineConfig } from '@inspector/core';

export default defineConfig({
  // Ironic and the ramdisks must reach the API. Decide who may use it before you open it to a network.
  listenAddress: '127.0.0.1',
  listenPort: 5050,

  // Where the nodes are.
  ironic: { endpointOverride: 'http://127.0.0.1:6385' },

  // A file is enough for one service; mysql:// and postgresql:// reach a database server.
  database: { connection: 'sqlite:////var/lib/ironic-inspector/inspector.sqlite' },

  processing: {
    processingHooks: ['$default_processing_hooks', 'lldp_basic', 'local_link_connection'],
    storeData: 'database',
    // Logs of ramdisks whose introspection failed.
    ramdiskLogsDir: '/var/log/ironic-inspector/ramdisk',
  },

  // Lets a machine past DHCP only while it is introspected.
  pxeFilter: { driver: 'dnsmasq' },
  dnsmasqPxeFilter: { dhcpHostsdir: '/var/lib/ironic-inspector/dhcp-hostsdir' },
});
