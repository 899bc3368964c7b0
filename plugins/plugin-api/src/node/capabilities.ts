/**
 * Merges changes into the text of `properties.capabilities` (`key:value,key:value`): what is there keeps its
 * place, new ones follow, null removes. Items without a colon are kept as they are. Of several items with one
 * key the last counts, as for the bare metal service, and only that one stays.
 */
export function mergeCapabilities(text: unknown, changes: Readonly<Record<string, string | null>>): string {
  const items = new Map<string, string>();
  for (const item of typeof text === 'string' && text !== '' ? text.split(',') : []) {
    const colon = item.indexOf(':');
    items.set(colon < 0 ? item : item.slice(0, colon), item);
  }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) items.delete(key);
    else items.set(key, `${key}:${value}`);
  }
  return [...items.values()].join(',');
}
