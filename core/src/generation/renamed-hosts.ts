import type { Json } from '@inspector/plugin-api';
import { groupsOf, hostVarsOf, type InventoryDocument } from '@inspector/plugin-api/inventory';
import { isJsonObject, member } from '@inspector/plugin-api/ramdisk-data';

/**
 * Renames hosts, in the order of the list: their variables and their places in lists of hosts stay as they are.
 *
 * @param document - is changed and returned
 */
export function renamedHosts(
  document: InventoryDocument,
  renamed: readonly { readonly from: string; readonly to: string }[],
): InventoryDocument {
  if (renamed.length === 0) return document;
  const meta = member(document, '_meta');
  const newNames = new Map<string, string>();
  const finalName = (host: string): string => newNames.get(host) ?? host;
  for (const { from, to } of renamed) newNames.set(from, to);
  const hostvars = Object.fromEntries(
    Object.entries(hostVarsOf(document)).map(([host, vars]): [string, Json] => [finalName(host), vars]),
  );
  document['_meta'] = { ...(isJsonObject(meta) ? meta : {}), hostvars };
  for (const [, group] of groupsOf(document)) {
    if (!isJsonObject(group) || !Array.isArray(group['hosts'])) continue;
    group['hosts'] = group['hosts'].map((host) => (typeof host === 'string' ? finalName(host) : host));
  }
  return document;
}
