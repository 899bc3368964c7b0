import { hostname } from 'node:os';
import type { Coordinator, JsonObject } from '@inspector/plugin-api';
import type { InspectorConfig } from '../config/types.js';
import { readOwnVersion } from './own-version.js';
import type { StopList } from './stop-list.js';

/** What operators call this machine. */
export const ownHost = ({ host }: Pick<InspectorConfig, 'host'>): string => host ?? hostname();

/**
 * Makes a conductor a member of those that share the database, where its coordination backend knows of members. It may
 * lead from then on. At the stop it leaves: first of all where nothing is started after it, so that no new work comes.
 *
 * @param place - where the others reach it; empty: nowhere
 */
export async function joinMembers(
  coordinator: Coordinator,
  config: Pick<InspectorConfig, 'host'>,
  place: JsonObject,
  started: StopList,
): Promise<void> {
  const joined = await coordinator.members?.join({
    role: 'conductor',
    host: ownHost(config),
    process: process.pid,
    version: readOwnVersion(),
    ...place,
  });
  if (joined !== undefined) started.add('membership', () => joined.leave());
}
