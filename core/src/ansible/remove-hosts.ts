import { copyJson, isJsonObject, member } from '@inspector/plugin-api/json';
import type { Json } from '@inspector/plugin-api';
import { groupsOf, hostVarsOf, namesIn, type InventoryDocument } from '@inspector/plugin-api/inventory';
import { assertKnown } from './assert-known.js';
import { withoutGroups } from './remove-groups.js';

/** What a removal leaves. */
export interface Removal {
  readonly inventory: InventoryDocument;
  /** Containers on removed hosts that stay. */
  readonly left: readonly string[];
}

/** Names of the group of the containers on one host, in all versions of OpenStack-Ansible. */
const containerGroups = (host: string): string[] => [
  `${host}_host_containers`,
  `${host}-host_containers`,
  `${host}_containers`,
];

/**
 * Removes hosts: from the hosts and from the lists of hosts of all groups, and from nowhere else. A group or a variable
 * of the same name stays.
 *
 * @param withContainers - also removes the containers on these hosts, and the groups of them
 * @throws `INSP_BAD_REQUEST` naming the hosts that are not there; then nothing is removed
 */
export function withoutHosts(
  document: InventoryDocument,
  hosts: readonly string[],
  withContainers = false,
): Removal {
  const hostvars = hostVarsOf(document);
  assertKnown('host', hosts, (host) => Object.hasOwn(hostvars, host));
  const named = new Set(hosts);
  const containers = Object.entries(hostvars)
    .filter(([host, vars]) => !named.has(host) && named.has(physicalHostOf(vars)))
    .map(([host]) => host);
  const removed = withContainers ? new Set([...hosts, ...containers]) : named;
  const inventory = copyJson(document);
  for (const host of removed) Reflect.deleteProperty(hostVarsOf(inventory), host);
  for (const [, group] of groupsOf(inventory)) removeFrom(group, removed);
  if (!withContainers) return { inventory, left: containers };
  const groups = hosts.flatMap(containerGroups).filter((name) => isEmptyGroup(member(inventory, name)));
  return { inventory: withoutGroups(inventory, groups), left: [] };
}

const physicalHostOf = (vars: Json): string => {
  const host = member(vars, 'physical_host');
  return typeof host === 'string' ? host : '';
};

function removeFrom(group: Json, hosts: ReadonlySet<string>): void {
  if (!isJsonObject(group) || !Array.isArray(group['hosts'])) return;
  group['hosts'] = group['hosts'].filter((host) => typeof host !== 'string' || !hosts.has(host));
}

const isEmptyGroup = (group: Json | undefined): boolean =>
  isJsonObject(group) && namesIn(group, 'hosts').length === 0;
