import type { InspectorConfig } from '../config/types.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import { createPluginHost } from '../plugin-host/registry.js';
import type { PluginFaults } from '../plugin-host/faults/plugin-faults.js';
import type { PluginSelection } from '../plugin-host/selection.js';
import type { PluginHost } from '../plugin-host/host-types.js';

/** Where plugins are searched and which are used. */
export interface LoadOptions {
  readonly config: InspectorConfig;
  readonly cwd: string;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly selection: PluginSelection;
  readonly faults?: PluginFaults | undefined;
  /** Called with what is installed before anything of it is imported. */
  readonly found: (host: PluginHost) => void;
}

/**
 * Finds the installed plugins, and imports and checks those that are used.
 *
 * @throws all problems of plugins at once, groups of options that nobody reads among them
 */
export async function loadPlugins({ selection, found, ...options }: LoadOptions): Promise<PluginHost> {
  const host = await createPluginHost(options);
  found(host);
  await host.load(selection);
  return host;
}
