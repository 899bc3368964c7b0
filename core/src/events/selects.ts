import type { EventSelection, StoredEvent } from '../db/types.js';

/** Makes the same decision about an event as the database does about its row. */
export function selects({ nodes, types }: EventSelection): (event: StoredEvent) => boolean {
  const wanted = nodes && new Set(nodes);
  return ({ node, type }) => {
    if (wanted && (node === null || !wanted.has(node))) return false;
    return types === undefined || types.some((each) => type === each || type.startsWith(`${each}.`));
  };
}
