import { hostname } from 'node:os';
import { type Coordinator, type JsonObject, thrownText } from '@inspector/plugin-api';
import type { InspectorConfig } from '../config/types.js';
import type { Log } from '../log/log.js';
import { readOwnVersion } from './own-version.js';
import type { StopList } from './stop-list.js';

/** What operators call this machine. */
export const ownHost = ({ host }: Pick<InspectorConfig, 'host'>): string => host ?? hostname();

/** What a conductor tells the others about itself. */
const ownInfo = (config: Pick<InspectorConfig, 'host'>, place: JsonObject): JsonObject => ({
  role: 'conductor',
  host: ownHost(config),
  process: process.pid,
  version: readOwnVersion(),
  ...place,
});

/**
 * Makes a conductor a member of those that share the database, where its coordination backend knows of members. It may
 * lead from then on. At the stop it leaves: first of all where nothing is started after it, so that no new work comes.
 */
export async function joinMembers(
  coordinator: Coordinator,
  config: Pick<InspectorConfig, 'host'>,
  started: StopList,
): Promise<void> {
  const joined = await coordinator.members?.join(ownInfo(config, {}));
  if (joined !== undefined) started.add('membership', () => joined.leave());
}

/** A conductor that takes calls. */
export interface Reachable {
  /** Where the others reach it. */
  readonly place: JsonObject;
  /** Ends taking calls; resolves when those that were taken have ended. */
  close(leftMilliseconds: number): Promise<void>;
}

/**
 * As {@link joinMembers}, for a conductor that takes calls. At the stop it says that it is leaving, so that no new calls
 * come; it leaves when those that it has taken have ended.
 */
export async function joinReachable(
  coordinator: Coordinator,
  { config, log }: { readonly config: Pick<InspectorConfig, 'host'>; readonly log: Pick<Log, 'warn'> },
  { place, close }: Reachable,
  started: StopList,
): Promise<void> {
  const listener = { open: true };
  started.add('listener for calls', async (left) => {
    if (listener.open) await close(left);
  });
  const joined = await coordinator.members?.join(ownInfo(config, place));
  if (joined === undefined) return;
  started.add('membership', async (left) => {
    await joined.update(ownInfo(config, { ...place, leaving: true })).catch((error: unknown) => {
      log.warn(`The other processes could not be told that this conductor leaves: ${thrownText(error)}`);
    });
    listener.open = false;
    await close(left);
    await joined.leave();
  });
}
