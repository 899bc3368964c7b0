import type { Conductor } from '../conductor/types.js';
import { selectApiPlugins } from '../plugin-host/selection.js';
import { startApiPart, type ApiOptions } from './api-part.js';
import { layFoundation } from './foundation.js';
import { remoteConductors } from './remote-conductors.js';
import { startAll } from './start-all.js';
import type { Inspector } from './inspector.js';

/**
 * Starts an API in front of conductors that run elsewhere, on the same database. Conductors bring the
 * database to the newest revision; the API refuses one that is not.
 *
 * @param options - `conductor` is asked for everything that needs a plugin, except the storage; default: the conductors
 *   that are members
 */
export const startApi = (
  options: ApiOptions & { readonly conductor?: Conductor | undefined },
): Promise<Inspector> =>
  startAll(options, async (started) => {
    const { config } = options;
    const selection = selectApiPlugins(config, options.conductor !== undefined);
    const foundation = await layFoundation(options, { selection, upgrade: false }, started);
    const conductor = options.conductor ?? (await remoteConductors(options, foundation, started));
    const url = await startApiPart(options, foundation, conductor, started);
    return { url, config, close: () => started.stop(), reload: () => foundation.reloads.run() };
  });
