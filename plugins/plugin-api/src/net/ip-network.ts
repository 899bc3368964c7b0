import ipaddr from 'ipaddr.js';
import { canonicalIp, ipFamily } from './canonical-ip.js';

/** A range of IP addresses. */
export interface IpNetwork {
  /** Whether the text had bits set behind the prefix, as in `192.0.2.1/24`. */
  readonly hostBitsSet: boolean;
  /** Whether a canonical address is in the range; addresses of the other family never are. */
  contains(address: string): boolean;
}

const PREFIX = /^\d{1,3}$/;

/**
 * Reads a network: an address, a slash and the length of the prefix, or for IPv4 a mask with dots. An address
 * alone is a network of one. Addresses are read as strictly as by {@link canonicalIp}.
 *
 * @returns `undefined` when the text is no network
 */
export const parseIpNetwork = (text: string): IpNetwork | undefined => {
  const slash = text.indexOf('/');
  const base = canonicalIp(slash < 0 ? text : text.slice(0, slash));
  if (base === undefined) return undefined;
  const address = ipaddr.parse(base);
  const bits = address.toByteArray().length * 8;
  const prefix = slash < 0 ? bits : prefixIn(text.slice(slash + 1), bits);
  if (prefix === undefined) return undefined;
  return {
    hostBitsSet: address.toByteArray().some((byte, index) => (byte & hostMask(index, prefix)) !== 0),
    contains(candidate) {
      if (ipFamily(candidate) === 0) return false;
      const other = ipaddr.parse(candidate);
      return other.kind() === address.kind() && other.match(address, prefix);
    },
  };
};

const prefixIn = (text: string, bits: number): number | undefined => {
  if (PREFIX.test(text)) return Number(text) <= bits ? Number(text) : undefined;
  if (bits !== 32 || ipFamily(text) !== 4) return undefined;
  return ipaddr.IPv4.parse(text).prefixLengthFromSubnetMask() ?? undefined;
};

// The bits of one byte that lie behind the prefix.
const hostMask = (index: number, prefix: number): number =>
  0xff >> Math.min(8, Math.max(0, prefix - index * 8));
