import type { InspectorClient } from '@inspector/client';

/** Milliseconds that somebody who has pressed a key waits. */
const LONGEST = 1000;
/** Names that are offered; nobody reads more. */
const MOST = 5000;

/**
 * Names of nodes, and UUIDs of those that have none, for a shell to offer. What is not there within a second is left out,
 * and a server that does not answer offers nothing.
 */
export async function nodeNames(client: InspectorClient): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { uuid, name } of client.listAll({ signal: AbortSignal.timeout(LONGEST) })) {
      names.push(name ?? uuid);
      if (names.length >= MOST) break;
    }
  } catch {
    // Somebody is typing: an error would be in the way.
  }
  // A name with a blank, or with what a shell would obey, is no word to offer.
  return names.filter((name) => /^[\w.:@%+,=-]+$/.test(name)).sort();
}
