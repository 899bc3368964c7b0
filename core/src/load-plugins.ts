import type { InspectorConfig } from './config/types.js';
import { invalid } from './config/load.js';
import { nearest, type ConfigProblem } from './config/problems.js';
import { GROUPS } from './config/groups.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';
import { createPluginHost } from './plugin/registry.js';
import { selectPlugins } from './plugin/selection.js';
import type { PluginHost } from './plugin/host-types.js';

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
 * @throws all problems of plugins at once; `INSP_CONFIG_INVALID` for groups of options that nobody reads
 */
export async function loadPlugins({ config, cwd, log, metrics }: LoadOptions): Promise<PluginHost> {
  const host = await createPluginHost({ config, cwd, log, metrics });
  refuseUnclaimedGroups(config, host);
  await host.load(selectPlugins(config));
  return host;
}

/** A group of options at the top level must be claimed by an installed plugin. */
function refuseUnclaimedGroups(config: InspectorConfig, host: PluginHost): void {
  const claimed = new Set(host.packages.map((one) => one.configGroup).filter((group) => group !== undefined));
  const problems = Object.keys(config.pluginGroups)
    .filter((group) => !claimed.has(group))
    .map((group): ConfigProblem => {
      const near = nearest(group, [...Object.keys(GROUPS), ...claimed]);
      return {
        path: group,
        message: `is neither an option nor a group of an installed plugin${near ? `; did you mean ${near}?` : ''}`,
      };
    });
  if (problems.length > 0) throw invalid(problems);
}
