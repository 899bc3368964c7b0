import { startApiPart, type ApiOptions } from './api-part.js';
import { startAll } from './start-all.js';
import { foundConductor } from './start-conductor.js';
import type { Inspector } from './inspector.js';
import type { UpgradeOptions } from './upgrade.js';

/** Starts the whole service in this process. Requests are taken once everything is ready. */
export const startStandalone = (options: ApiOptions & UpgradeOptions): Promise<Inspector> =>
  startAll(options, async (started) => {
    const { conductor, foundation } = await foundConductor(options, started);
    const url = await startApiPart(options, foundation, conductor, started);
    return { url, config: options.config, close: () => started.stop() };
  });
