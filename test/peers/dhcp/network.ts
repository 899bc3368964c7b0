import { randomBytes } from 'node:crypto';
import { run } from '../servers/run.js';

/** Programs every test with a real DHCP exchange needs. */
export const DHCP_PROGRAMS = ['ip', 'sysctl', 'dnsmasq', 'busybox', 'dhclient'] as const;

/** Address of the DHCP server, the same in every network: each has its own namespaces. */
export const SERVER_ADDRESS = '10.77.0.1';
/** Name of the interface the DHCP server listens on. */
export const SERVER_INTERFACE = 'br0';

/** Two namespaces: one with a bridge for servers, one with a network card per machine. */
export interface DhcpNetwork {
  /** What goes in front of a command to run it where the servers are. */
  readonly inServer: readonly [string, ...string[]];
  /** What goes in front of a command to run it where the machines are. */
  readonly inMachines: readonly [string, ...string[]];
  /** Name of a machine's network card. */
  card(mac: string): string;
  /** Removes everything; processes in the namespaces have to be ended before. */
  remove(): Promise<void>;
}

/** Makes a network with a machine for each MAC. Names are unlike those of any other run. */
export async function createDhcpNetwork(macs: readonly string[]): Promise<DhcpNetwork> {
  const name = `insp-${process.pid}-${randomBytes(4).toString('hex')}`;
  const [server, machines] = [`${name}-s`, `${name}-m`];
  const remove = async () => {
    for (const namespace of [server, machines]) await run('ip', ['netns', 'del', namespace]);
  };
  await run('ip', ['netns', 'add', server]);
  await run('ip', ['netns', 'add', machines]);
  try {
    await build(server, machines, macs);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    inServer: ['ip', 'netns', 'exec', server],
    inMachines: ['ip', 'netns', 'exec', machines],
    card(mac) {
      if (!macs.includes(mac)) throw new Error(`no machine has the MAC ${mac}`);
      return `m${macs.indexOf(mac)}`;
    },
    remove,
  };
}

async function build(server: string, machines: string, macs: readonly string[]): Promise<void> {
  for (const namespace of [server, machines]) {
    // Without duplicate address detection IPv6 addresses are usable at once.
    const settings = ['accept_dad=0', 'dad_transmits=0'].map((each) => `net.ipv6.conf.default.${each}`);
    await run('ip', ['netns', 'exec', namespace, 'sysctl', '-qw', ...settings]);
  }
  const inServer = (...args: string[]) => run('ip', ['-n', server, ...args]);
  await inServer('link', 'set', 'lo', 'up');
  await inServer(
    'link',
    'add',
    SERVER_INTERFACE,
    'type',
    'bridge',
    'forward_delay',
    '0',
    'mcast_snooping',
    '0',
  );
  await inServer('addr', 'add', `${SERVER_ADDRESS}/24`, 'dev', SERVER_INTERFACE);
  await inServer('addr', 'add', 'fd77::1/64', 'dev', SERVER_INTERFACE, 'nodad');
  await inServer('link', 'set', SERVER_INTERFACE, 'up');
  for (const [number, mac] of macs.entries()) {
    const [port, card] = [`p${number}`, `m${number}`];
    await run('ip', [
      'link',
      'add',
      port,
      'netns',
      server,
      'type',
      'veth',
      'peer',
      'name',
      card,
      'netns',
      machines,
    ]);
    await inServer('link', 'set', port, 'master', SERVER_INTERFACE, 'up');
    await run('ip', ['-n', machines, 'link', 'set', card, 'address', mac, 'up']);
  }
}
