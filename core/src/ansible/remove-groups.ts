import { InspectorError } from '@inspector/plugin-api';
import { copyJson, isJsonObject } from '@inspector/plugin-api/json';
import { groupsOf, isGroupName, type InventoryDocument } from '@inspector/plugin-api/inventory';
import { assertKnown } from './assert-known.js';

/**
 * Removes groups, also from the children of other groups. Their hosts and their children stay.
 *
 * @throws `INSP_BAD_REQUEST` for `_meta` and `all`, without which the document is none, and for groups that are not
 *   there; then nothing is removed
 */
export function withoutGroups(document: InventoryDocument, groups: readonly string[]): InventoryDocument {
  const [kept] = groups.filter((name) => !isGroupName(name));
  if (kept !== undefined) {
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      `${kept} cannot be removed: no inventory is without it. Nothing was removed`,
    );
  }
  assertKnown('group', groups, (name) => Object.hasOwn(document, name));
  const inventory = copyJson(document);
  const removed = new Set(groups);
  for (const name of removed) Reflect.deleteProperty(inventory, name);
  for (const [, group] of groupsOf(inventory)) {
    if (!isJsonObject(group) || !Array.isArray(group['children'])) continue;
    group['children'] = group['children'].filter((child) => typeof child !== 'string' || !removed.has(child));
  }
  return inventory;
}
