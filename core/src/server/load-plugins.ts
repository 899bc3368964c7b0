import type { InspectorConfig } from '../config/types.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import { createPluginHost } from '../plugin-host/registry.js';
import type { PluginSelection } from '../plugin-host/selection.js';
import type { PluginHost } from '../plugin-host/host-types.js';

/** Where plugins are searched and which are used. */
export interface LoadOptions {
  readonly config: InspectorConfig;
  readonly cwd: string;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly selection: PluginSelection;
}

/**
 * Finds the installed plugins, and imports and checks those that are used.
 *
 * @throws all problems of plugins at once, groups of options that nobody reads among them
 */
export async function loadPlugins({ selection, ...options }: LoadOptions): Promise<PluginHost> {
  const host = await createPluginHost(options);
  await host.load(selection);
  return host;
}
