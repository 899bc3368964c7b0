import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commandPath } from '../peer.js';
import { startDaemon, type Daemon } from '../servers/daemon.js';
import { SERVER_INTERFACE, type DhcpNetwork } from './network.js';

/** How dnsmasq gets its hosts. */
export interface DnsmasqOptions {
  /** Scratch folder. */
  readonly folder: string;
  readonly hostsDirectory?: string;
  readonly hostsFile?: string;
  /** File that it writes its log into. Default: standard error. */
  readonly logFile?: string;
}

/** The file with the process id of a dnsmasq that works in this folder. */
export const pidFileOf = (folder: string): string => join(folder, 'dnsmasq.pid');

/** Command line of a dnsmasq in the foreground that serves IPv4 and IPv6 leases in a network. */
export function dnsmasqCommand(network: DhcpNetwork, options: DnsmasqOptions): string[] {
  const { folder, hostsDirectory, hostsFile } = options;
  return [
    ...network.inServer,
    commandPath('dnsmasq'),
    ...['--conf-file=/dev/null', '--port=0', '--no-resolv', '--user=root', '--no-ping', '--log-dhcp'],
    ...[`--interface=${SERVER_INTERFACE}`, '--bind-interfaces', '--dhcp-authoritative'],
    ...['--dhcp-range=10.77.0.50,10.77.0.250,255.255.255.0,2m', '--dhcp-range=fd77::100,fd77::1ff,64,2m'],
    ...[`--dhcp-leasefile=${join(folder, 'leases')}`, `--pid-file=${pidFileOf(folder)}`],
    ...(hostsDirectory === undefined ? [] : [`--dhcp-hostsdir=${hostsDirectory}`]),
    ...(hostsFile === undefined ? [] : [`--dhcp-hostsfile=${hostsFile}`]),
  ];
}

/** Starts dnsmasq and waits until it is at work; it reads its hosts before it answers the first machine. */
export async function startDnsmasq(network: DhcpNetwork, options: DnsmasqOptions): Promise<Daemon> {
  const [command = '', ...args] = dnsmasqCommand(network, options);
  const pidFile = pidFileOf(options.folder);
  await rm(pidFile, { force: true });
  return startDaemon({
    command: commandPath(command),
    args: [...args, '--keep-in-foreground', `--log-facility=${options.logFile ?? '-'}`],
    cwd: options.folder,
    ready: async () => existsSync(pidFile),
  });
}
