import { readFileSync } from 'node:fs';
import { getuid } from 'node:process';

/** Bit of `CAP_NET_ADMIN` in capability masks, from linux/capability.h. */
const CAP_NET_ADMIN = 12n;

/** Whether this process runs as root. */
export const isRoot = (): boolean => getuid?.() === 0;

/**
 * Whether programs started by this process may change packet filters: it runs as root, or it has CAP_NET_ADMIN
 * both itself and in the ambient set, which is what programs inherit (systemd's `AmbientCapabilities`).
 */
export function mayFilterPackets(status = readStatus(), root = isRoot()): boolean {
  return root || (hasNetAdmin(status, 'CapEff') && hasNetAdmin(status, 'CapAmb'));
}

function readStatus(): string {
  return process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
}

function hasNetAdmin(status: string, set: 'CapEff' | 'CapAmb'): boolean {
  const line = status.split('\n').find((each) => each.startsWith(`${set}:`));
  const mask = line?.slice(set.length + 1).trim() ?? '';
  return /^[0-9a-f]{1,16}$/.test(mask) && ((BigInt(`0x${mask}`) >> CAP_NET_ADMIN) & 1n) === 1n;
}
