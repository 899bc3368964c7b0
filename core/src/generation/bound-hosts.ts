import type { JsonObject } from '@inspector/plugin-api';
import { hostVarsOf, sortedByCodePoint, type InventoryDocument } from '@inspector/plugin-api/inventory';
import { canonicalIp, member } from '@inspector/plugin-api/ramdisk-data';
import type { DescribedNode } from './types.js';

/** Which host belongs to which node. */
export interface BoundHosts {
  /** Names of hosts by UUID of the node. */
  readonly byNode: Map<string, string>;
  /** Hosts of others that were recognised by an address. */
  readonly adopted: readonly string[];
  /** Hosts whose node is not among those that there are. */
  readonly gone: readonly string[];
  readonly notes: readonly string[];
}

/** Variables in which others keep an address of a host. */
const ADDRESS_VARIABLES = ['ansible_host', 'management_address'];

/**
 * Finds the hosts of nodes: those that carry the UUID of the node, and with `adopt` those of others that have an address of
 * it. A host that several nodes could mean, and a node that several hosts could mean, stay as they are.
 *
 * @param nodeVariable - the variable with the UUID
 */
export function boundHosts(
  document: InventoryDocument,
  nodes: readonly DescribedNode[],
  { nodeVariable, adopt }: { readonly nodeVariable: string; readonly adopt: boolean },
): BoundHosts {
  const hostvars = hostVarsOf(document);
  const known = new Map(nodes.map(({ uuid }) => [uuid, true]));
  const byNode = new Map<string, string>();
  const gone: string[] = [];
  const notes: string[] = [];
  for (const host of sortedByCodePoint(Object.keys(hostvars))) {
    const uuid = member(hostvars[host], nodeVariable);
    if (typeof uuid !== 'string') continue;
    if (!known.has(uuid)) gone.push(host);
    else if (byNode.has(uuid)) {
      notes.push(`The host ${host} has the UUID of the host ${byNode.get(uuid) ?? ''}; it is left as it is`);
    } else byNode.set(uuid, host);
  }
  const adopted = adopt ? adoptHosts(hostvars, nodes, { byNode, notes, nodeVariable }) : [];
  return { byNode, adopted, gone, notes };
}

function adoptHosts(
  hostvars: JsonObject,
  nodes: readonly DescribedNode[],
  { byNode, notes, nodeVariable }: { byNode: Map<string, string>; notes: string[]; nodeVariable: string },
): string[] {
  const hosts = new Map<string, string[]>();
  for (const [host, vars] of Object.entries(hostvars)) {
    if (member(vars, nodeVariable) !== undefined) continue;
    for (const address of new Set(ADDRESS_VARIABLES.map((name) => canonicalIp(member(vars, name))))) {
      if (address !== undefined) hosts.set(address, [...(hosts.get(address) ?? []), host]);
    }
  }
  const candidates = new Map<string, DescribedNode[]>();
  const single = new Map<DescribedNode, string>();
  for (const node of nodes) {
    if (byNode.has(node.uuid)) continue;
    const [host, ...others] = sortedByCodePoint(new Set(node.addresses.flatMap((ip) => hosts.get(ip) ?? [])));
    if (host === undefined) continue;
    if (others.length > 0) {
      notes.push(
        `The node ${node.uuid} has addresses of several hosts: ${[host, ...others].join(', ')}; none is taken for it`,
      );
      continue;
    }
    single.set(node, host);
    candidates.set(host, [...(candidates.get(host) ?? []), node]);
  }
  const adopted: string[] = [];
  for (const [node, host] of single) {
    if ((candidates.get(host) ?? []).length > 1) {
      notes.push(
        `The host ${host} has addresses of several nodes, also of ${node.uuid}; it is not taken for any`,
      );
      continue;
    }
    byNode.set(node.uuid, host);
    adopted.push(host);
  }
  return sortedByCodePoint(adopted);
}
