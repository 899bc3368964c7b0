import { InspectorError } from '../errors/inspector-error.js';

/**
 * Merges changes into the text of `properties.capabilities` (`key:value,key:value`): what is there keeps its
 * place, new ones follow, null removes. Items without a colon are kept as they are. Of several items with one
 * key the last counts, as for the bare metal service, and only that one stays.
 *
 * @throws InspectorError `INSP_HOOK_FAILED` for a name or value with a comma: what a machine posts must not become
 *   a second capability
 */
export function mergeCapabilities(text: unknown, changes: Readonly<Record<string, string | null>>): string {
  const items = new Map<string, string>();
  for (const item of typeof text === 'string' && text !== '' ? text.split(',') : []) {
    const colon = item.indexOf(':');
    items.set(colon < 0 ? item : item.slice(0, colon), item);
  }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) items.delete(key);
    else items.set(key, oneItem(key, value));
  }
  return [...items.values()].join(',');
}

function oneItem(key: string, value: string): string {
  const item = `${key}:${value}`;
  if (!item.includes(',')) return item;
  const shown = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  throw new InspectorError(
    'INSP_HOOK_FAILED',
    `The capability ${JSON.stringify(key)} cannot have the value ${JSON.stringify(shown)}: a comma begins another capability`,
  );
}

/** Characters of a value in a message. */
const SHOWN = 80;
