/**
 * Merges changes into `properties.capabilities` (`key:value,key:value`): present keys keep their place, new ones
 * follow, null removes. Entries without a colon stay as they are.
 */
export function mergeCapabilities(text: string, changes: Readonly<Record<string, string | null>>): string {
  const entries = new Map<string, string>();
  for (const entry of text === '' ? [] : text.split(',')) {
    const colon = entry.indexOf(':');
    entries.set(colon < 0 ? entry : entry.slice(0, colon), entry);
  }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) entries.delete(key);
    else entries.set(key, `${key}:${value}`);
  }
  return [...entries.values()].join(',');
}
