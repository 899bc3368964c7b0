import { InspectorError } from '@inspector/plugin-api';

/**
 * Makes sure that everything that is named is there, before anything is done.
 *
 * @throws `INSP_BAD_REQUEST` with one sentence about all that are not
 */
export function assertKnown(
  what: 'host' | 'group',
  names: readonly string[],
  isKnown: (name: string) => boolean,
): void {
  const unknown = [...new Set(names)].filter((name) => !isKnown(name));
  if (unknown.length === 0) return;
  const one = unknown.length === 1;
  const list = unknown.map((name) => JSON.stringify(name)).join(', ');
  throw new InspectorError(
    'INSP_BAD_REQUEST',
    `The inventory has no ${what}${one ? '' : 's'} ${list}. Nothing was removed`,
  );
}
