import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * The one spelling Inspector uses for an IP address, so that addresses can be compared as texts: dotted
 * decimal for IPv4, compressed lower case (RFC 5952) for IPv6. Square brackets around an IPv6 address and its
 * zone (`%eth0`) are dropped. Leading zeros, short forms (`10.1`), ports and prefix lengths are refused: the
 * parser underneath would read `010.0.0.1` as octal.
 *
 * @returns `undefined` when the value is not an IP address.
 */
export const canonicalIp = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const bracketed = value.startsWith('[') && value.endsWith(']');
  const bare = withoutZone(bracketed ? value.slice(1, -1) : value);
  const family = isIP(bare);
  if (family === 0 || (bracketed && family !== 6)) return undefined;
  return family === 4 ? bare : ipaddr.IPv6.parse(bare).toRFC5952String();
};

/** 4 or 6 for a canonical address, 0 for anything else. */
export const ipFamily = (address: string): 0 | 4 | 6 => {
  const family = isIP(address);
  return family === 4 || family === 6 ? family : 0;
};

/** Whether a canonical address is one of the machine itself (127.0.0.0/8 or `::1`). */
export const isLoopback = (address: string): boolean => {
  const family = ipFamily(address);
  return family !== 0 && ipaddr.parse(address).range() === 'loopback';
};

const withoutZone = (text: string): string => {
  const zone = text.indexOf('%');
  return zone > 0 && text.includes(':') ? text.slice(0, zone) : text;
};
