import { member } from '../json/json-object.js';
import type { Json } from '../json/types.js';
import { asObject } from './as-object.js';
import { sortedByCodePoint } from './code-points.js';
import { groupsOf, hostVarsOf, namesIn, varsOf } from './groups.js';
import { isSameMember } from './same-json.js';
import type { InventoryChange, InventoryDocument } from './types.js';

/** What two documents have different, for the account of a change. */
export function inventoryChange(before: InventoryDocument, after: InventoryDocument): InventoryChange {
  const [hostsBefore, hostsAfter] = [hostVarsOf(before), hostVarsOf(after)];
  const [groupsBefore, groupsAfter] = [new Map(groupsOf(before)), new Map(groupsOf(after))];
  const variables = new Set<string>();
  for (const host of Object.keys(hostsAfter)) {
    if (Object.hasOwn(hostsBefore, host)) {
      for (const name of changedMembers(hostsBefore[host], hostsAfter[host])) variables.add(name);
    }
  }
  for (const name of [...groupsAfter.keys(), 'all']) {
    for (const variable of changedVars(before, after, name)) variables.add(variable);
  }
  const inBoth = [...groupsAfter.keys()].filter((name) => groupsBefore.has(name));
  return {
    hostsAdded: missing(Object.keys(hostsAfter), new Set(Object.keys(hostsBefore))),
    hostsRemoved: missing(Object.keys(hostsBefore), new Set(Object.keys(hostsAfter))),
    groupsAdded: missing(groupsAfter.keys(), new Set(groupsBefore.keys())),
    groupsRemoved: missing(groupsBefore.keys(), new Set(groupsAfter.keys())),
    groupsChanged: sortedByCodePoint(
      inBoth.filter((name) => !hasSameMembers(groupsBefore.get(name), groupsAfter.get(name))),
    ),
    variablesChanged: sortedByCodePoint(variables),
  };
}

/** Whether there is nothing in the account of a change. */
export const isEmptyChange = (change: InventoryChange): boolean =>
  Object.values(change).every((names: readonly string[]) => names.length === 0);

/** The variables that differ, of a group that both documents have. `all` counts as being in both. */
export function changedVars(before: InventoryDocument, after: InventoryDocument, group: string): string[] {
  const isInBoth = Object.hasOwn(before, group) && Object.hasOwn(after, group);
  if (!isInBoth && group !== 'all') return [];
  return changedMembers(varsOf(member(before, group)), varsOf(member(after, group)));
}

/** The names of members that differ, sorted. */
export function changedMembers(before: Json | undefined, after: Json | undefined): string[] {
  const [left, right] = [asObject(before), asObject(after)];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return sortedByCodePoint([...names].filter((name) => !isSameMember(left, right, name)));
}

const missing = (names: Iterable<string>, others: ReadonlySet<string>): string[] =>
  sortedByCodePoint([...names].filter((name) => !others.has(name)));

const hasSameMembers = (left: Json | undefined, right: Json | undefined): boolean =>
  (['hosts', 'children'] as const).every((part) => isSameList(namesIn(left, part), namesIn(right, part)));

const isSameList = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((name, index) => name === right[index]);
