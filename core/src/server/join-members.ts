import { hostname } from 'node:os';
import type { Coordinator } from '@inspector/plugin-api';
import { readOwnVersion } from './own-version.js';
import type { StopList } from './stop-list.js';

/**
 * Makes a conductor a member of those that share the database, where its coordination backend knows of members. It may
 * lead from then on. At the stop it leaves: first of all where nothing is started after it, so that no new work comes.
 */
export async function joinMembers(coordinator: Coordinator, started: StopList): Promise<void> {
  const joined = await coordinator.members?.join({
    role: 'conductor',
    host: hostname(),
    process: process.pid,
    version: readOwnVersion(),
  });
  if (joined !== undefined) started.add('membership', () => joined.leave());
}
