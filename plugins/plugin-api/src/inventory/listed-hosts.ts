import { isJsonObject, member } from '../json/json-object.js';
import type { Json } from '../json/types.js';
import { groupsOf, hostVarsOf, namesIn } from './groups.js';
import type { InventoryDocument, ReadInventory } from './types.js';

/**
 * A document in which every host has variables: hosts that only groups name get none of them, as an object. Files that people write
 * often lack these. The shape of the document is not looked at.
 *
 * @returns the document itself where nothing is missing
 */
export function withListedHosts(document: InventoryDocument): ReadInventory {
  const hostvars = hostVarsOf(document);
  const listed = new Set(groupsOf(document).flatMap(([, group]) => namesIn(group, 'hosts')));
  const missing = [...listed].filter((host) => !Object.hasOwn(hostvars, host));
  if (missing.length === 0) return { inventory: document, warnings: [] };
  const meta = member(document, '_meta');
  const added = Object.fromEntries(missing.map((host): [string, Json] => [host, {}]));
  return {
    inventory: {
      ...document,
      _meta: { ...(isJsonObject(meta) ? meta : {}), hostvars: { ...hostvars, ...added } },
    },
    warnings: missing.map(
      (host) => `The host ${host} is in groups only; it has got an empty set of variables`,
    ),
  };
}
