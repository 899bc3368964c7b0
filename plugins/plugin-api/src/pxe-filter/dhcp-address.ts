import type { BareMetalPort } from '../baremetal/types.js';
import type { ServiceOptions } from '../contract/service-options.js';
import { canonicalMac } from '../net/mac.js';
import { macOfClientId, readEoibNeighbours } from './infiniband.js';

/** What is looked at to tell how the DHCP server sees a port. */
export type SeenPort = Pick<BareMetalPort, 'address' | 'extra'>;

/** The MAC that the DHCP server sees of a port, lower case with colons; undefined: the port's address is no MAC. */
export type DhcpAddressOf = (port: SeenPort) => string | undefined;

/**
 * Finds out how the DHCP server sees ports now. Usually by their own address, in InfiniBand by the one that the kernel
 * has learned.
 *
 * @param onUnreadable - gets the path of what the kernel does not show, and why; its ports keep their own address
 * @param root - folder in which the kernel shows interfaces; default `/sys/class/net`
 */
export async function readDhcpAddresses(
  service: Pick<ServiceOptions, 'iptables'>,
  onUnreadable: (path: string, error: unknown) => void,
  root?: string,
): Promise<DhcpAddressOf> {
  const neighbours = await readEoibNeighbours(service.iptables.ethoibInterfaces, onUnreadable, root);
  return ({ address, extra }) => {
    const own = canonicalMac(address);
    if (own === undefined || !extra || !Object.hasOwn(extra, 'client-id')) return own;
    return macOfClientId(neighbours, extra['client-id']) ?? own;
  };
}
