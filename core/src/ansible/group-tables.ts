import {
  groupsOf,
  hostVarsOf,
  namesIn,
  sortedByCodePoint,
  type InventoryDocument,
} from '@inspector/plugin-api/inventory';

/** A group and its hosts, or a host and its groups. */
export interface Listing {
  readonly name: string;
  readonly members: readonly string[];
}

/** Every group and the hosts it lists, in the order of the group; groups sorted by name. Empty groups are in it. */
export function hostsByGroup(document: InventoryDocument): Listing[] {
  const groups = new Map(groupsOf(document));
  return sortedByCodePoint(groups.keys()).map((name) => ({
    name,
    members: [...new Set(namesIn(groups.get(name), 'hosts'))],
  }));
}

/** Every host and the groups that list it, both sorted by name. Hosts without a group are in it. */
export function groupsByHost(document: InventoryDocument): Listing[] {
  const groups = new Map<string, string[]>(Object.keys(hostVarsOf(document)).map((host) => [host, []]));
  for (const { name, members } of hostsByGroup(document)) {
    for (const host of members) {
      const present = groups.get(host);
      if (present === undefined) groups.set(host, [name]);
      else present.push(name);
    }
  }
  return sortedByCodePoint(groups.keys()).map((name) => ({ name, members: groups.get(name) ?? [] }));
}
