import type { Json } from '@inspector/plugin-api';
import {
  groupsOf,
  hostVarsOf,
  inventoryText,
  namesIn,
  type InventoryDocument,
} from '@inspector/plugin-api/inventory';
import { isJsonObject, member } from '@inspector/plugin-api/json';

/** The group of hosts that are in no other one. Ansible has it always. */
const UNGROUPED = 'ungrouped';

/**
 * What an inventory script prints for `--list`: the document itself. Ansible ignores hosts that no group lists, so these
 * are put into `ungrouped`. With `_meta` in the answer Ansible does not ask for hosts one by one.
 *
 * @param text - the canonical text of the document, where it is known: making it takes most of the time
 */
export function listOutput(document: InventoryDocument, text?: string): string {
  const listed = new Set(groupsOf(document).flatMap(([, group]) => namesIn(group, 'hosts')));
  const others = Object.keys(hostVarsOf(document)).filter((host) => !listed.has(host));
  if (others.length === 0) return `${text ?? inventoryText(document)}\n`;
  const present = member(document, UNGROUPED);
  const ungrouped: Json = {
    ...(isJsonObject(present) ? present : {}),
    hosts: [...namesIn(present, 'hosts'), ...others],
  };
  return `${inventoryText({ ...document, [UNGROUPED]: ungrouped })}\n`;
}
