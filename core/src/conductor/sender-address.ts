import { canonicalIp, ipFamily } from '@inspector/plugin-api/ramdisk-data';

/** How a listener for both families writes an IPv4 address. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** Groups of an IPv6 address that name a network; one host may use every address in it. */
const NETWORK_GROUPS = 4;

/** The address of a sender in canonical form; null for everything that is no IP address. */
export function senderAddress(reported: string | null | undefined): string | null {
  if (reported === null || reported === undefined) return null;
  return canonicalIp(MAPPED.exec(reported)?.[1] ?? reported) ?? null;
}

/** What a quota for one sender counts: an IPv4 address, the /64 network of an IPv6 address, or all that are unknown. */
export function senderSource(address: string | null): string {
  if (address === null) return 'unknown';
  return ipFamily(address) === 6 ? networkOf(address) : address;
}

function networkOf(address: string): string {
  const [left = '', right = ''] = address.split('::');
  const [head, tail] = [groupsOf(left), groupsOf(right)];
  const zeros = Array.from({ length: Math.max(8 - head.length - tail.length, 0) }, () => '0');
  const groups = address.includes('::') ? [...head, ...zeros, ...tail] : head;
  return `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));
