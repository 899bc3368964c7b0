import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../json/types.js';
import { canonicalMac } from '../net/mac.js';

/** Characters of a port GUID: eight octets with colons between them. */
const GUID_LENGTH = 23;
/** Some versions of the driver put the slave in front. */
const NEIGHBOUR = /(?:^|\s)emac=([0-9a-f:]{17})\s+imac=([0-9a-f:]+)$/;

/** Ethernet MACs of InfiniBand ports, by the port's GUID in lower case. */
export type EoibNeighbours = ReadonlyMap<string, string>;

/**
 * Reads what the kernel has learned about Ethernet over InfiniBand: `<root>/<interface>/eth/neighs`, lines like
 * `EMAC=02:00:03:5a:00:07 IMAC=5a:fe:80:00:00:00:00:00:00:0c:42:a1:03:00:11:22:33`, whose last eight octets
 * are the GUID. The first line of a GUID counts. An interface that cannot be read is reported and skipped.
 */
export async function readEoibNeighbours(
  interfaces: readonly string[],
  onUnreadable: (path: string, error: unknown) => void,
  root = '/sys/class/net',
): Promise<EoibNeighbours> {
  const neighbours = new Map<string, string>();
  for (const name of interfaces) {
    const path = join(root, name, 'eth', 'neighs');
    try {
      for (const line of (await readFile(path, 'utf8')).split('\n')) collect(line, neighbours);
    } catch (error) {
      onUnreadable(path, error);
    }
  }
  return neighbours;
}

/** The Ethernet MAC of the port with this DHCP client id (`extra['client-id']`), if the kernel knows it. */
export function macOfClientId(neighbours: EoibNeighbours, clientId: Json | undefined): string | undefined {
  if (typeof clientId !== 'string' || clientId.length < GUID_LENGTH) return undefined;
  return neighbours.get(clientId.slice(-GUID_LENGTH).toLowerCase());
}

function collect(line: string, into: Map<string, string>): void {
  const match = NEIGHBOUR.exec(line.trim().toLowerCase());
  const mac = canonicalMac(match?.[1]);
  const guid = match?.[2]?.slice(-GUID_LENGTH);
  if (mac !== undefined && guid?.length === GUID_LENGTH && !into.has(guid)) into.set(guid, mac);
}
