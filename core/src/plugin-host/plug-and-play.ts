import type { InspectorError } from '@inspector/plugin-api';
import { pluginProblem, type PluginPackage } from '@inspector/plugin-api/package';

/** Whether Yarn's Plug'n'Play runs the process; it says so itself. */
const isActive = (): boolean => 'pnp' in process.versions;

/** What is wrong when no plugin was found because Yarn keeps packages where nobody can search for them. */
export function plugAndPlayProblem(packages: readonly PluginPackage[]): InspectorError | undefined {
  if (packages.length > 0 || !isActive()) return undefined;
  return pluginProblem(
    'INSP_PLUGIN_NOT_INSTALLED',
    "No plugin can be found: this service was installed by Yarn with Plug'n'Play, which keeps no node_modules, and plugins are searched there.",
    'Set "nodeLinker: node-modules" in .yarnrc.yml and run "yarn install" again.',
  );
}
