interface Entry {
  readonly key: string;
  /** The item as it stood, or as it will stand. */
  readonly item: string;
}

/**
 * Merges changes into the text of `properties.capabilities` (`key:value,key:value`): what is there keeps its
 * place, new ones follow, null removes. Items without a colon are kept as they are.
 */
export function mergeCapabilities(text: unknown, changes: Readonly<Record<string, string | null>>): string {
  const entries: Entry[] = parse(text);
  for (const [key, value] of Object.entries(changes)) {
    const place = entries.findIndex((entry) => entry.key === key);
    if (value === null) {
      if (place >= 0) entries.splice(place, 1);
    } else if (place >= 0) entries[place] = { key, item: `${key}:${value}` };
    else entries.push({ key, item: `${key}:${value}` });
  }
  return entries.map((entry) => entry.item).join(',');
}

function parse(text: unknown): Entry[] {
  if (typeof text !== 'string' || text === '') return [];
  return text.split(',').map((item) => {
    const colon = item.indexOf(':');
    return { key: colon < 0 ? item : item.slice(0, colon), item };
  });
}
