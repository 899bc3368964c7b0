import type { InspectorError } from '@inspector/plugin-api';
import { pluginProblem, type PluginPackage } from '@inspector/plugin-api/package';
import { CORE_FOLDER } from './core-package.js';

/** Packages of the project that are there twice before a second installation is the likely reason. */
const MANY = 3;

/**
 * What is wrong when a second installation of Inspector is where plugins are searched: one problem, and not one for each
 * plugin that is there twice.
 */
export function secondInstallation(packages: readonly PluginPackage[]): InspectorError | undefined {
  const own = packages.filter(({ name }) => name.startsWith('@inspector/'));
  const twice = own.filter((one) => own.some((other) => other !== one && other.name === one.name));
  const [first] = twice;
  if (first === undefined || new Set(twice.map(({ name }) => name)).size < MANY) return undefined;
  const places = twice.filter(({ name }) => name === first.name);
  return pluginProblem(
    'INSP_PLUGIN_DUPLICATE',
    [
      `Inspector is installed twice where plugins are searched, so its own plugins are there twice. @inspector/core of ${CORE_FOLDER} runs; ${first.name} is in:`,
      ...places.map(({ folder, version }) => `  ${folder} (${version})`),
    ].join('\n'),
    'Run the program of the installation that has your plugins (npx inspector in its folder), remove the other one, or name one folder in pluginHost.roots.',
  );
}
