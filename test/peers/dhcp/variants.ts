import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dnsmasqCommand, pidFileOf, type DnsmasqOptions } from './dnsmasq.js';
import { getsLease, getsLease6, type Patience } from './lease.js';
import type { DhcpNetwork } from './network.js';

/** A way to filter, with what has to be set up for it. */
export interface Variant {
  readonly title: string;
  /** Whether it differs only in its programs from one before. */
  readonly anotherForm: boolean;
  /** Programs it needs besides those of every exchange. */
  readonly programs: readonly string[];
  /** Whether machines that get nothing from our server are unfiltered once the service has stopped. */
  readonly openWhenStopped: boolean;
  /** How dnsmasq gets its hosts. */
  hosts(folder: string): DnsmasqOptions;
  /** Options of the service. */
  options(network: DhcpNetwork, folder: string): Promise<Readonly<Record<string, unknown>>>;
  lease(network: DhcpNetwork, mac: string, patience: Patience): Promise<boolean>;
}

const shellWords = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' ');

function dnsmasq(mode: 'hostsdir' | 'hostsfile'): Variant {
  const hosts = (folder: string): DnsmasqOptions => ({
    folder,
    ...(mode === 'hostsdir'
      ? { hostsDirectory: join(folder, 'hosts') }
      : { hostsFile: join(folder, 'hosts.conf') }),
  });
  return {
    title: `dnsmasq, ${mode}`,
    anotherForm: false,
    programs: [],
    openWhenStopped: false,
    hosts,
    async options(network, folder) {
      await mkdir(join(folder, 'hosts'), { recursive: true });
      await chmod(join(folder, 'hosts'), 0o755);
      // Without the words that enter the namespace: the service runs there already.
      const start = dnsmasqCommand(network, hosts(folder)).slice(network.inServer.length);
      const pidFile = pidFileOf(folder);
      return {
        pxeFilter: { driver: 'dnsmasq' },
        dnsmasqPxeFilter: {
          mode,
          dhcpHostsdir: join(folder, 'hosts'),
          dhcpHostsfile: join(folder, 'hosts.conf'),
          dnsmasqPidFile: mode === 'hostsfile' ? pidFile : '',
          dnsmasqStartCommand: shellWords([...start, `--log-facility=${join(folder, 'dnsmasq.log')}`]),
          dnsmasqStopCommand: `kill $(cat '${pidFile}')`,
        },
      };
    },
    lease: getsLease,
  };
}

function packetFilter(
  title: string,
  program: string,
  options: Readonly<Record<string, unknown>>,
  ipVersion: '4' | '6' = '4',
): Variant {
  return {
    title,
    anotherForm: ipVersion === '6' || program.includes('legacy'),
    programs: [program],
    openWhenStopped: true,
    hosts: (folder) => ({ folder }),
    options: async () => ({ ...options, iptables: { dnsmasqInterface: 'br0', ipVersion } }),
    lease: ipVersion === '6' ? getsLease6 : getsLease,
  };
}

const iptables = (variant: 'nft' | 'legacy') => ({
  pxeFilter: { driver: 'iptables' },
  plugins: { 'pxe-filter-iptables': { variant } },
});
const nftables = { pxeFilter: { driver: 'nftables' } };

/** Every driver in every form that differs on the wire. */
export const VARIANTS: readonly Variant[] = [
  dnsmasq('hostsdir'),
  dnsmasq('hostsfile'),
  packetFilter('iptables, nft variant', 'iptables-nft', iptables('nft')),
  packetFilter('iptables, legacy variant', 'iptables-legacy', iptables('legacy')),
  packetFilter('ip6tables, nft variant', 'ip6tables-nft', iptables('nft'), '6'),
  packetFilter('ip6tables, legacy variant', 'ip6tables-legacy', iptables('legacy'), '6'),
  packetFilter('nftables', 'nft', nftables),
  packetFilter('nftables, IPv6', 'nft', nftables, '6'),
];
