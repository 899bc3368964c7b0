import { canonicalIp } from '@inspector/plugin-api/ramdisk-data';
import type { ByteReader } from './byte-reader.js';

// Address family numbers of IANA.
const IPV4 = 1;
const IPV6 = 2;
const IEEE_802 = 6;

/** A MAC address of six bytes, lower case with colons. */
export const readMac = (value: ByteReader): string =>
  value
    .take(6)
    .toString('hex')
    .replace(/..(?=.)/g, '$&:');

/**
 * An address behind its family number: IPv4, IPv6 (always in IPv6 form) or MAC.
 *
 * @returns null for other families
 */
export const readAddress = (value: ByteReader): string | null => {
  switch (value.uint8()) {
    case IPV4:
      return value.take(4).join('.');
    case IPV6:
      return readIpv6(value);
    case IEEE_802:
      return readMac(value);
    default:
      return null;
  }
};

const readIpv6 = (value: ByteReader): string | null => {
  const groups = Array.from({ length: 8 }, () => value.uint16().toString(16));
  return canonicalIp(groups.join(':')) ?? null;
};
