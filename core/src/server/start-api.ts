import type { Conductor } from '../conductor/types.js';
import { selectApiPlugins } from '../plugin-host/selection.js';
import { startApiPart } from './api-part.js';
import { ClusterReport } from './cluster-report.js';
import { clusterOfApi, clusterOfGiven } from './cluster-sources.js';
import { layFoundation } from './foundation.js';
import type { ApiOptions } from './make-api.js';
import { ownIdentity } from './own-identity.js';
import { remoteConductors } from './remote-conductors.js';
import { startAll } from './start-all.js';
import type { Inspector } from './inspector.js';
import type { StopList } from './stop-list.js';

/** What an API in front of conductors is started with. */
export interface FrontOptions extends ApiOptions {
  /**
   * Is asked for everything that needs a plugin, except the storage. Default: the conductors that are members.
   */
  readonly conductor?: Conductor | undefined;
}

/**
 * Starts an API in front of conductors that run elsewhere, on the same database. Conductors bring the
 * database to the newest revision; the API refuses one that is not.
 */
export const startApi = (options: FrontOptions): Promise<Inspector> =>
  startAll(options, async (started) => {
    const behind = await foundFront(options, started);
    const url = await startApiPart(options, behind.foundation, behind, started);
    return {
      url,
      config: options.config,
      close: () => started.stop(),
      reload: () => behind.foundation.reloads.run(),
    };
  });

/** Starts everything that an API in front of conductors needs. */
export async function foundFront(options: FrontOptions, started: StopList) {
  const { config, conductor: given } = options;
  const selection = selectApiPlugins(config, given !== undefined);
  const foundation = await layFoundation(options, { selection, upgrade: false }, started);
  const base = { asked: await ownIdentity(config, 'api'), coordination: config.coordination.driver };
  if (given !== undefined)
    return { foundation, conductor: given, cluster: new ClusterReport(clusterOfGiven(base, given)) };
  const { conductor, members, delivery } = await remoteConductors(options, foundation, started);
  return { foundation, conductor, cluster: new ClusterReport(clusterOfApi(base, members, delivery)) };
}
