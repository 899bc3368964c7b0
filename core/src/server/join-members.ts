import { type Coordinator, type JoinedMember, type JsonObject, thrownText } from '@inspector/plugin-api';
import type { Log } from '../log/log.js';
import type { MemberIdentity } from '../reports/cluster-status.js';
import type { StopList } from './stop-list.js';

/** What a conductor tells the others about itself. */
const ownInfo = (identity: MemberIdentity, place: JsonObject): JsonObject => ({
  role: 'conductor',
  ...identity,
  ...place,
});

/**
 * Makes a conductor a member of those that share the database, where its coordination backend knows of members. It may
 * lead from then on. At the stop it leaves: first of all where nothing is started after it, so that no new work comes.
 *
 * @returns the membership; undefined where the backend knows of none
 */
export async function joinMembers(
  coordinator: Coordinator,
  identity: MemberIdentity,
  started: StopList,
): Promise<JoinedMember | undefined> {
  const joined = await coordinator.members?.join(ownInfo(identity, {}));
  if (joined !== undefined) started.add('membership', () => joined.leave());
  return joined;
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
  { identity, log }: { readonly identity: MemberIdentity; readonly log: Pick<Log, 'warn'> },
  { place, close }: Reachable,
  started: StopList,
): Promise<void> {
  const listener = { open: true };
  started.add('listener for calls', async (left) => {
    if (listener.open) await close(left);
  });
  const joined = await coordinator.members?.join(ownInfo(identity, place));
  if (joined === undefined) return;
  started.add('membership', async (left) => {
    await joined.update(ownInfo(identity, { ...place, leaving: true })).catch((error: unknown) => {
      log.warn(`The other processes could not be told that this conductor leaves: ${thrownText(error)}`);
    });
    listener.open = false;
    await close(left);
    await joined.leave();
  });
}
