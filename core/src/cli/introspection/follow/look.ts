import { ClientError, type InspectorClient } from '@inspector/client';
import { standingOf, type Standing } from './standing.js';

/** Nodes that are asked for one by one; for more of them the whole list is read, a thousand at a time. */
const MOST_SINGLE = 20;

/** How the introspections of nodes stand; one without a record is deleted. */
export async function lookAt(
  uuids: ReadonlySet<string>,
  client: Pick<InspectorClient, 'status' | 'listAll'>,
  signal: AbortSignal,
): Promise<Standing[]> {
  if (uuids.size <= MOST_SINGLE) {
    return Promise.all([...uuids].map((uuid) => lookAtOne(uuid, client, signal)));
  }
  const found = new Map<string, Standing>();
  for await (const introspection of client.listAll({ signal })) {
    if (uuids.has(introspection.uuid)) found.set(introspection.uuid, standingOf(introspection));
  }
  return [...uuids].map((uuid) => found.get(uuid) ?? gone(uuid));
}

async function lookAtOne(
  uuid: string,
  client: Pick<InspectorClient, 'status'>,
  signal: AbortSignal,
): Promise<Standing> {
  try {
    return standingOf(await client.status(uuid, { signal }));
  } catch (error) {
    if (error instanceof ClientError && error.status === 404) return gone(uuid);
    throw error;
  }
}

const gone = (uuid: string): Standing => ({
  ...{ uuid, name: null, state: 'deleted', error: null, startedAt: null },
});
