import { InspectorError } from '@inspector/plugin-api';
import { parseIpNetwork, type IpNetwork } from '@inspector/plugin-api/ramdisk-data';

/** A range of addresses and the physical network it belongs to. */
export interface MappedNetwork {
  readonly network: IpNetwork;
  readonly physicalNetwork: string;
}

/**
 * Reads the option `cidrMap`: texts `CIDR:name`, split at the last colon because IPv6 has colons of its own.
 *
 * @throws InspectorError `INSP_CONFIG_INVALID` that lists every entry that is wrong
 */
export const readCidrMap = (entries: readonly string[]): MappedNetwork[] => {
  const problems: string[] = [];
  const map = entries.flatMap((entry) => {
    const colon = entry.lastIndexOf(':');
    const network = parseIpNetwork(entry.slice(0, Math.max(0, colon)).trim());
    const physicalNetwork = entry.slice(colon + 1).trim();
    if (network === undefined || physicalNetwork === '') problems.push(`${entry}: not of the form CIDR:name`);
    else if (network.hostBitsSet) problems.push(`${entry}: has bits set behind its prefix`);
    else return [{ network, physicalNetwork }];
    return [];
  });
  if (problems.length === 0) return map;
  throw new InspectorError(
    'INSP_CONFIG_INVALID',
    `portPhysnet.cidrMap is not usable: ${problems.join('; ')}`,
  );
};

/** The physical network of the first address that any entry holds; entries are tried in their order. */
export const physicalNetworkOf = (
  addresses: readonly string[],
  map: readonly MappedNetwork[],
): string | undefined => {
  for (const address of addresses) {
    const found = map.find(({ network }) => network.contains(address));
    if (found !== undefined) return found.physicalNetwork;
  }
  return undefined;
};
