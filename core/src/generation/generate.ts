import type { Json, JsonObject } from '@inspector/plugin-api';
import {
  groupsOf,
  hostVarsOf,
  sortedByCodePoint,
  varsOf,
  type InventoryDocument,
} from '@inspector/plugin-api/inventory';
import { copyJson, copyMember } from '@inspector/plugin-api/json';
import { isJsonObject, member } from '@inspector/plugin-api/ramdisk-data';
import { AssignedNames } from './assigned-names.js';
import { boundHosts } from './bound-hosts.js';
import { knownMachines } from './known-machines.js';
import { applyGroups } from './owned-groups.js';
import { renamedHosts } from './renamed-hosts.js';
import type { DescribedNode, Generated, GenerationOptions } from './types.js';
import { writeVariables } from './written-variables.js';

/** The group of the hosts that are introspected nodes, and of those whose node is gone. */
const PRESENT = 'baremetal';
const GONE = 'baremetal_gone';

/**
 * Writes introspected nodes into an inventory. The result depends on the arguments alone, and not on the order of nodes; writing the
 * same nodes into the result changes nothing.
 *
 * A host belongs to the UUID of a node, and keeps its name whatever the node is called. Owned are variables that begin
 * with the prefix, those that `compose` has made, `ansible_host` where it is asked for, and the groups listed in `all.vars`.
 * Nothing else of the inventory is touched. The host of a node that is gone stays, and says so.
 *
 * @param stored - a valid document; it is not changed
 * @param rename - hosts get the present names of their nodes
 */
export function generateInventory(
  stored: InventoryDocument,
  nodes: readonly DescribedNode[],
  options: GenerationOptions,
  { rename = false }: { readonly rename?: boolean } = {},
): Generated {
  const { prefix } = options;
  const inOrder = nodes.toSorted((left, right) => (left.uuid < right.uuid ? -1 : 1));
  const bound = boundHosts(stored, inOrder, { nodeVariable: `${prefix}node_uuid`, adopt: options.adopt });
  const { byNode } = bound;
  const names = new AssignedNames(stored, [
    ...groupsOf(stored).map(([name]) => name),
    ...[PRESENT, GONE],
    ...inOrder.flatMap(({ groups }) => groups.flatMap(({ name, parent }) => [name, parent ?? name])),
  ]);
  const renamed = rename ? names.rename(inOrder, byNode, stored) : [];
  const inventory = renamedHosts(copyJson(stored), renamed);
  const included = inOrder.filter(({ isIncluded }) => isIncluded);
  const added: string[] = [];
  for (const node of included) {
    if (byNode.has(node.uuid)) continue;
    const host = names.take(node);
    byNode.set(node.uuid, host);
    added.push(host);
    hostVarsOf(inventory)[host] = {};
  }
  const notes = [...bound.notes, ...names.notes];
  for (const node of included) {
    const host = byNode.get(node.uuid) ?? '';
    notes.push(...node.notes.map((note) => `The host ${host} ${note}`));
    notes.push(...writeVariables(varsOfHost(inventory, host), host, node, options));
  }
  const returned = inOrder.filter(
    ({ uuid, isIncluded }) => !isIncluded && isGone(inventory, byNode.get(uuid), prefix),
  );
  for (const { uuid, state } of returned) {
    varsOfHost(inventory, byNode.get(uuid) ?? '')[`${prefix}state`] = state;
  }
  for (const host of bound.gone) varsOfHost(inventory, host)[`${prefix}state`] = 'gone';
  const groups = applyGroups(
    inventory,
    ownedGroups(inventory, prefix),
    wantedGroups({ included, returned, gone: bound.gone, byNode }),
  );
  writeOwnedGroups(inventory, groups.owned, prefix);
  const known = knownMachines(inventory, { added, gone: bound.gone, prefix });
  return {
    inventory,
    report: {
      added: sortedByCodePoint(added),
      adopted: bound.adopted,
      renamed,
      gone: bound.gone,
      notes: [...notes, ...groups.notes, ...known],
    },
  };
}

/** The variables of a host in the document itself. */
function varsOfHost(document: InventoryDocument, host: string): JsonObject {
  const vars = member(hostVarsOf(document), host);
  return isJsonObject(vars) ? vars : {};
}

const isGone = (document: InventoryDocument, host: string | undefined, prefix: string): boolean =>
  host !== undefined && varsOfHost(document, host)[`${prefix}state`] === 'gone';

function wantedGroups({
  included,
  returned,
  gone,
  byNode,
}: {
  readonly included: readonly DescribedNode[];
  readonly returned: readonly DescribedNode[];
  readonly gone: readonly string[];
  readonly byNode: ReadonlyMap<string, string>;
}): Parameters<typeof applyGroups>[2] {
  const hosts = new Map<string, Set<string>>();
  const children = new Map<string, Set<string>>();
  const decided = new Set<string>(gone);
  const put = (map: Map<string, Set<string>>, group: string, name: string): void => {
    const present = map.get(group);
    if (present === undefined) map.set(group, new Set([name]));
    else present.add(name);
  };
  for (const { uuid, groups } of included) {
    const host = byNode.get(uuid) ?? '';
    decided.add(host);
    for (const { name, parent } of groups) {
      put(hosts, name, host);
      if (parent !== undefined) put(children, parent, name);
    }
  }
  for (const { uuid } of returned) {
    const host = byNode.get(uuid) ?? '';
    decided.add(host);
    put(hosts, PRESENT, host);
  }
  for (const host of gone) put(hosts, GONE, host);
  return { hosts, children, decided };
}

function ownedGroups(document: InventoryDocument, prefix: string): string[] {
  const list = member(varsOf(member(document, 'all')), `${prefix}groups`);
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
}

function writeOwnedGroups(document: InventoryDocument, owned: readonly string[], prefix: string): void {
  const name = `${prefix}groups`;
  const all = member(document, 'all');
  const vars = varsOf(all);
  if (owned.length === 0 && !Object.hasOwn(vars, name)) return;
  const written: JsonObject = {};
  for (const key of Object.keys(vars)) if (key !== name) copyMember(vars, written, key);
  if (owned.length > 0) written[name] = owned as Json[];
  document['all'] = { ...(isJsonObject(all) ? all : {}), vars: written };
}
