import type { Json, JsonObject } from '@inspector/plugin-api';
import {
  groupsOf,
  hostVarsOf,
  isGroupName,
  namesIn,
  sortedByCodePoint,
  varsOf,
  type InventoryDocument,
} from '@inspector/plugin-api/inventory';
import { isJsonObject, member } from '@inspector/plugin-api/ramdisk-data';
import { sanitisedGroupName } from '../ansible/group-names.js';

/** What the groups of generation are to be. */
export interface WantedGroups {
  /** Hosts by group. */
  readonly hosts: ReadonlyMap<string, ReadonlySet<string>>;
  /** Children by group. */
  readonly children: ReadonlyMap<string, ReadonlySet<string>>;
  /** Hosts whose groups are decided here; others stay in the groups that they are in. */
  readonly decided: ReadonlySet<string>;
}

/**
 * Brings the groups that generation owns into the wanted form. A group that is there already and is not owned is never
 * touched, nor is one begun whose name Ansible would take for that of another group, or that a host has. What people have put into
 * owned groups stays there: hosts without a node, variables, children.
 *
 * @param document - is changed
 * @param owned - the groups that an earlier generation has made
 * @returns the groups that are owned now, sorted; and what was not done
 */
export function applyGroups(
  document: InventoryDocument,
  owned: readonly string[],
  wanted: WantedGroups,
): { readonly owned: string[]; readonly notes: string[] } {
  const notes: string[] = [];
  const before = new Set(owned.filter((name) => isGroupName(name) && isJsonObject(member(document, name))));
  const names = new Set([...before, ...wanted.hosts.keys(), ...wanted.children.keys()]);
  const ours = new Set(before);
  const taken = new Map(groupsOf(document).map(([name]) => [sanitisedGroupName(name), name]));
  for (const name of sortedByCodePoint(names)) {
    if (ours.has(name)) continue;
    const fault = faultOf(name, document, taken);
    if (fault !== undefined) notes.push(`The group ${name} is not made: ${fault}`);
    else {
      ours.add(name);
      taken.set(name, name);
      document[name] = {};
    }
  }
  for (const name of ours) writeHosts(document, name, wanted);
  // Children that are not wanted any more go first: a new one is refused where it would contain itself by way of them.
  for (const name of ours) dropChildren(document, name, { wanted, ours });
  for (const name of sortedByCodePoint(ours)) addChildren(document, name, { wanted, ours, notes });
  for (const name of ours) {
    if (!isWanted(name, wanted) && isUnused(document, name)) {
      Reflect.deleteProperty(document, name);
      ours.delete(name);
    }
  }
  return { owned: sortedByCodePoint(ours), notes };
}

/** Names that Ansible, or JavaScript, has for something else. */
const NEVER: ReadonlySet<string> = new Set(['', 'ungrouped', 'localhost', '__proto__']);

function faultOf(
  name: string,
  document: InventoryDocument,
  taken: ReadonlyMap<string, string>,
): string | undefined {
  if (!isGroupName(name) || NEVER.has(name)) {
    return 'no group of ours can have this name';
  }
  if (Object.hasOwn(document, name))
    return 'there is one of this name already, which is not from introspected nodes';
  const other = taken.get(name);
  if (other !== undefined) return `Ansible may take it for the group ${other}`;
  return Object.hasOwn(hostVarsOf(document), name) ? 'a host has this name' : undefined;
}

/** The member of a document that is a group. Its shape was checked before. */
const groupIn = (document: InventoryDocument, name: string): JsonObject => {
  const group = member(document, name);
  return isJsonObject(group) ? group : {};
};

function writeHosts(document: InventoryDocument, name: string, { hosts, decided }: WantedGroups): void {
  const group = groupIn(document, name);
  const wanted = hosts.get(name) ?? new Set<string>();
  const kept = namesIn(group, 'hosts').filter((host) => !decided.has(host) || wanted.has(host));
  const known = new Set(kept);
  const added = sortedByCodePoint(wanted).filter((host) => !known.has(host));
  setList(group, 'hosts', [...kept, ...added]);
}

/** What children are written from. */
interface ChildrenToWrite {
  readonly wanted: WantedGroups;
  readonly ours: ReadonlySet<string>;
}

function dropChildren(document: InventoryDocument, name: string, { wanted, ours }: ChildrenToWrite): void {
  const group = groupIn(document, name);
  const children = wanted.children.get(name);
  const kept = namesIn(group, 'children').filter(
    (child) => !ours.has(child) || children?.has(child) === true,
  );
  setList(group, 'children', kept);
}

function addChildren(
  document: InventoryDocument,
  name: string,
  { wanted, ours, notes }: ChildrenToWrite & { readonly notes: string[] },
): void {
  const group = groupIn(document, name);
  const known = new Set(namesIn(group, 'children'));
  for (const child of sortedByCodePoint(wanted.children.get(name) ?? [])) {
    if (known.has(child) || !ours.has(child)) continue;
    if (reaches(document, child, name)) {
      notes.push(`The group ${child} is not put into ${name}: it would contain itself`);
    } else setList(group, 'children', [...namesIn(group, 'children'), child]);
  }
}

/** Sets a list; one that is empty and was not there is not made. */
function setList(group: JsonObject, part: 'hosts' | 'children', names: readonly string[]): void {
  if (names.length > 0 || Object.hasOwn(group, part)) group[part] = [...names];
}

/** Whether a group is another one, or contains it. */
function reaches(document: InventoryDocument, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const name of seen) {
    if (name === to) return true;
    for (const child of namesIn(member(document, name), 'children')) seen.add(child);
  }
  return false;
}

const isWanted = (name: string, { hosts, children }: WantedGroups): boolean =>
  hosts.has(name) || children.has(name);

/** Whether nothing is in a group and nobody refers to it. */
function isUnused(document: InventoryDocument, name: string): boolean {
  const group = groupIn(document, name);
  const isEmpty =
    namesIn(group, 'hosts').length === 0 &&
    namesIn(group, 'children').length === 0 &&
    Object.keys(varsOf(group)).length === 0;
  return (
    isEmpty &&
    !groupsOf(document).some(([, other]: [string, Json]) => namesIn(other, 'children').includes(name))
  );
}
