import type { MemberIdentity } from '../reports/cluster-status.js';
import type { Conductor } from '../conductor/types.js';
import { selectPlugins } from '../plugin-host/selection.js';
import { startConductorPart } from './conductor-part.js';
import { ownIdentity } from './own-identity.js';
import { joinMembers } from './join-members.js';
import { layFoundation, type Foundation } from './foundation.js';
import { SoleUser } from './sole-user.js';
import { startAll } from './start-all.js';
import type { StopList } from './stop-list.js';
import type { StartOptions } from './start-options.js';
import { shouldUpgrade, type UpgradeOptions } from './upgrade.js';

/** A conductor that runs. */
export interface RunningConductor {
  readonly conductor: Conductor;
  /** Lets running work end, and frees everything. Calling it again waits for the same end. */
  close(): Promise<void>;
}

/** Starts a conductor without an API in front of it. It has all plugins, and the database for itself where it needs to. */
export const startConductor = (options: StartOptions & UpgradeOptions): Promise<RunningConductor> =>
  startAll(options, async (started) => {
    const identity = await ownIdentity(options.config, 'conductor');
    const { conductor, foundation } = await foundConductor(options, identity, started);
    await joinMembers(foundation.host.driver('inspector.coordination').instance, identity, started);
    return { conductor, close: () => started.stop() };
  });

/**
 * The conductor of a process, and what it stands on.
 *
 * @param identity - what names the process
 * @param adapt - what the process makes of its foundation where it is the only one on its database
 */
export async function foundConductor(
  options: StartOptions & UpgradeOptions,
  identity: MemberIdentity,
  started: StopList,
  adapt: (foundation: Foundation) => Foundation = (foundation) => foundation,
): Promise<{ readonly conductor: Conductor; readonly foundation: Foundation }> {
  const sole = new SoleUser(started);
  const selection = selectPlugins(options.config);
  let foundation = await layFoundation(options, { selection, upgrade: shouldUpgrade(options) }, started);
  if (foundation.host.driver('inspector.coordination').instance.exclusive) {
    await sole.claimDatabase(options);
    foundation = adapt(foundation);
  }
  return { foundation, conductor: await startConductorPart(options, foundation, identity, started) };
}
