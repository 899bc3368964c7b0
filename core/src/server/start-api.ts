import type { Conductor } from '../conductor/types.js';
import { selectApiPlugins } from '../plugin-host/selection.js';
import { startApiPart, type ApiOptions } from './api-part.js';
import { layFoundation } from './foundation.js';
import { startAll } from './start-all.js';
import type { Inspector } from './inspector.js';

/**
 * Starts an API in front of a conductor that runs elsewhere, on the same database. The conductor brings the
 * database to the newest revision; the API refuses one that is not.
 *
 * @param options - `conductor` is asked for everything that needs a plugin, except the storage
 */
export const startApi = (options: ApiOptions & { readonly conductor: Conductor }): Promise<Inspector> =>
  startAll(options, async (started) => {
    const { config, conductor } = options;
    const selection = selectApiPlugins(config);
    const foundation = await layFoundation(options, { selection, upgrade: false }, started);
    const url = await startApiPart(options, foundation, conductor, started);
    return { url, config, close: () => started.stop() };
  });
