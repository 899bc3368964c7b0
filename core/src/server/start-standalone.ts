import { withRememberedVersion } from '../rules/remembered-version.js';
import { startApiPart, type ApiOptions } from './api-part.js';
import type { Foundation } from './foundation.js';
import { joinMembers } from './join-members.js';
import { startAll } from './start-all.js';
import { foundConductor } from './start-conductor.js';
import type { Inspector } from './inspector.js';
import type { UpgradeOptions } from './upgrade.js';

/** Starts the whole service in this process. Requests are taken once everything is ready. */
export const startStandalone = (options: ApiOptions & UpgradeOptions): Promise<Inspector> =>
  startAll(options, async (started) => {
    const { conductor, foundation } = await foundConductor(options, started, asOnlyProcess);
    const coordinator = foundation.host.driver('inspector.coordination').instance;
    await joinMembers(coordinator, options.config, started);
    const url = await startApiPart(options, foundation, conductor, started);
    return {
      url,
      config: options.config,
      close: () => started.stop(),
      reload: () => foundation.reloads.run(),
    };
  });

/** Conductor and API change the rules through the same repository, and nobody else does. */
const asOnlyProcess = (foundation: Foundation): Foundation => ({
  ...foundation,
  database: { ...foundation.database, rules: withRememberedVersion(foundation.database.rules) },
});
