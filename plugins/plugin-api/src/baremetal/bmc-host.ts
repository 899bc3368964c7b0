import { canonicalIp } from '../net/canonical-ip.js';
import { isSet } from '../ramdisk-data/is-set.js';
import { member } from '../json/json-object.js';

/**
 * Host of the management controller in a node's `driver_info`: an IP address in canonical form or a host
 * name in lower case. Names are not resolved here.
 *
 * `ipmi_address` is looked at first, then `fields` (option `ipmiAddressFields`) in order. Only the first one
 * that is set counts, even if nothing can be made of it. A value may be a host, a host with a port, an IPv6
 * address in brackets, or a URL with or without its scheme, as Ironic's drivers take it. Controllers behind an
 * IPMI bridge (`ipmi_bridging` other than `no`) share the address of another machine, so they have none.
 *
 * @returns `undefined` when there is no usable address.
 */
export const bmcHostOf = (driverInfo: unknown, fields: readonly string[]): string | undefined => {
  const bridging = member(driverInfo, 'ipmi_bridging');
  if (bridging !== undefined && bridging !== 'no') return undefined;
  for (const field of ['ipmi_address', ...fields]) {
    const value = member(driverInfo, field);
    if (!isSet(value)) continue;
    return typeof value === 'string' ? hostIn(value.trim()) : undefined;
  }
  return undefined;
};

const SCHEME = /^(?:[a-z][a-z0-9+.-]*:)?\/\//i;

const hostIn = (text: string): string | undefined => {
  const address = canonicalIp(text);
  if (address !== undefined) return address;
  const host = hostOfAuthority(authorityAfter(text, SCHEME.exec(text)?.[0].length ?? 0));
  return host === '' ? undefined : (canonicalIp(host) ?? host.toLowerCase());
};

const authorityAfter = (url: string, start: number): string => {
  let end = start;
  while (end < url.length && !'/?#'.includes(url.charAt(end))) end += 1;
  return url.slice(start, end);
};

// `user:password@host:port`, the host possibly an IPv6 address in brackets.
const hostOfAuthority = (authority: string): string => {
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host.startsWith('[')) return host.slice(0, host.indexOf(']') + 1);
  const colon = host.indexOf(':');
  if (colon < 0) return host;
  // Several colons without brackets are no host with a port; before the first one there may be a number, which
  // a resolver would take for an address.
  return colon === host.lastIndexOf(':') ? host.slice(0, colon) : (canonicalIp(host) ?? '');
};
