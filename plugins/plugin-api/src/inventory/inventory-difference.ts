import { member } from '../json/json-object.js';
import type { Json } from '../json/types.js';
import { groupsOf, hostVarsOf, namesIn } from './groups.js';
import { changedMembers, changedVars, inventoryChange } from './inventory-change.js';
import type { InventoryDocument } from './types.js';

/**
 * The difference of two documents for people, a line each: `+ host x`, `- group y`, `~ host x: memory_mb`. Names of
 * variables and no values, because values may be secret.
 */
export function inventoryDifference(before: InventoryDocument, after: InventoryDocument): string[] {
  const change = inventoryChange(before, after);
  return [
    ...change.hostsRemoved.map((host) => `- host ${host}`),
    ...change.hostsAdded.map((host) => `+ host ${host}`),
    ...changedHosts(before, after),
    ...change.groupsRemoved.map((group) => `- group ${group}`),
    ...change.groupsAdded.map((group) => `+ group ${group}`),
    ...changedGroups(before, after),
  ];
}

function changedHosts(before: InventoryDocument, after: InventoryDocument): string[] {
  const [left, right] = [hostVarsOf(before), hostVarsOf(after)];
  return Object.keys(right)
    .filter((host) => Object.hasOwn(left, host))
    .flatMap((host) => {
      const names = changedMembers(left[host], right[host]);
      return names.length === 0 ? [] : [`~ host ${host}: ${names.join(', ')}`];
    });
}

function changedGroups(before: InventoryDocument, after: InventoryDocument): string[] {
  const names = groupsOf(after).map(([name]) => name);
  return [...names.filter((name) => Object.hasOwn(before, name)), 'all'].flatMap((name) => {
    const vars = changedVars(before, after, name);
    const parts = [
      ...changedList(member(before, name), member(after, name), 'hosts'),
      ...changedList(member(before, name), member(after, name), 'children'),
      ...(vars.length === 0 ? [] : [`vars ${vars.join(', ')}`]),
    ];
    return parts.length === 0 ? [] : [`~ group ${name}: ${parts.join('; ')}`];
  });
}

function changedList(
  before: Json | undefined,
  after: Json | undefined,
  part: 'hosts' | 'children',
): string[] {
  const [left, right] = [namesIn(before, part), namesIn(after, part)];
  const [inLeft, inRight] = [new Set(left), new Set(right)];
  const names = [
    ...left.filter((name) => !inRight.has(name)).map((name) => `-${name}`),
    ...right.filter((name) => !inLeft.has(name)).map((name) => `+${name}`),
  ];
  if (names.length > 0) return [`${part} ${names.join(' ')}`];
  const isSame = left.length === right.length && left.every((name, index) => name === right[index]);
  return isSame ? [] : [`${part} in another order`];
}
