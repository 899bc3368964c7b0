import type { InspectorConfig } from '../config/types.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import { createPluginHost } from '../plugin-host/registry.js';
import { selectPlugins } from '../plugin-host/selection.js';
import type { PluginHost } from '../plugin-host/host-types.js';

/** Where plugins are searched and what is enabled. */
export interface LoadOptions {
  readonly config: InspectorConfig;
  readonly cwd: string;
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * Finds the installed plugins, and imports and checks those the configuration enables.
 *
 * @throws all problems of plugins at once, groups of options that nobody reads among them
 */
export async function loadPlugins({ config, cwd, log, metrics }: LoadOptions): Promise<PluginHost> {
  const host = await createPluginHost({ config, cwd, log, metrics });
  await host.load(selectPlugins(config));
  return host;
}
