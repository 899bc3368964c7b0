import { withRememberedVersion } from '../rules/remembered-version.js';
import { startApiPart } from './api-part.js';
import { ClusterReport } from './cluster-report.js';
import { clusterOfService } from './cluster-sources.js';
import type { Foundation } from './foundation.js';
import { joinMembers } from './join-members.js';
import type { ApiOptions } from './make-api.js';
import { ownIdentity } from './own-identity.js';
import { startAll } from './start-all.js';
import { foundConductor } from './start-conductor.js';
import type { Inspector } from './inspector.js';
import type { StopList } from './stop-list.js';
import type { UpgradeOptions } from './upgrade.js';

/** Starts the whole service in this process. Requests are taken once everything is ready. */
export const startStandalone = (options: ApiOptions & UpgradeOptions): Promise<Inspector> =>
  startAll(options, async (started) => {
    const behind = await foundService(options, started);
    const url = await startApiPart(options, behind.foundation, behind, started);
    return {
      url,
      config: options.config,
      close: () => started.stop(),
      reload: () => behind.foundation.reloads.run(),
    };
  });

/** Starts everything that is behind the API of a whole service. */
export async function foundService(options: ApiOptions & UpgradeOptions, started: StopList) {
  const { config } = options;
  const identity = await ownIdentity(config, 'serve');
  const { conductor, foundation } = await foundConductor(options, identity, started, asOnlyProcess);
  const coordinator = foundation.host.driver('inspector.coordination').instance;
  const joined = await joinMembers(coordinator, identity, started);
  const base = { asked: identity, coordination: config.coordination.driver };
  const cluster = new ClusterReport(clusterOfService(base, coordinator, joined, conductor));
  return { conductor, foundation, cluster };
}

/** Conductor and API change the rules through the same repository, and nobody else does. */
const asOnlyProcess = (foundation: Foundation): Foundation => ({
  ...foundation,
  database: { ...foundation.database, rules: withRememberedVersion(foundation.database.rules) },
});
