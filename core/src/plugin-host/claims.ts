import { GROUPS, TOP_LEVEL } from '../config/groups.js';
import { nearest } from '@inspector/plugin-api/package';
import type { InspectorConfig } from '../config/types.js';
import { InspectorError } from '@inspector/plugin-api';
import { FIRST_PARTY_GROUPS } from './first-party-table.js';
import { PLUGIN_KINDS, type PluginPackage } from '@inspector/plugin-api/package';

/**
 * Finds parts of the configuration that belong to nobody: neither to core nor to an installed plugin. They are
 * mistyped far more often than left over, and would be ignored without a word. Groups of the project's own plugins may
 * stay while the plugin is not installed.
 */
export function unclaimedOptions(
  config: Pick<InspectorConfig, 'plugins' | 'pluginGroups'>,
  packages: readonly PluginPackage[],
): InspectorError | undefined {
  const groups = packages.flatMap(({ configGroup }) => (configGroup === undefined ? [] : [configGroup]));
  const keys = packages.flatMap(({ kind, id }) => (kind === undefined ? [] : [`${kind}-${id ?? ''}`]));
  const known = [...new Set([...groups, ...FIRST_PARTY_GROUPS])];
  const lines = [
    ...Object.keys(config.pluginGroups)
      .filter((group) => !known.includes(group))
      .map(
        (group) =>
          `  ${group}: is no group of core or of an installed plugin${hint(group, [...known, ...Object.keys(GROUPS), ...Object.keys(TOP_LEVEL)])}`,
      ),
    ...Object.keys(config.plugins)
      .filter((key) => !PLUGIN_KINDS.some((kind) => key.startsWith(`${kind}-`)))
      .map((key) => `  plugins.${key}: must be <kind>-<id> of a plugin${hint(key, keys, 'plugins.')}`),
  ];
  if (lines.length === 0) return undefined;
  return new InspectorError(
    'INSP_CONFIG_INVALID',
    `The configuration has parts that belong to nobody:\n${lines.join('\n')}\nCorrect or remove them, or install the plugins they are for.`,
  );
}

/** Keys of `plugins` for which no package is installed. */
export const optionsWithoutPackage = (
  config: Pick<InspectorConfig, 'plugins'>,
  packages: readonly PluginPackage[],
): string[] =>
  Object.keys(config.plugins).filter(
    (key) => !packages.some(({ kind, id }) => key === `${kind ?? ''}-${id ?? ''}`),
  );

function hint(name: string, known: readonly string[], prefix = ''): string {
  const near = nearest(name, known);
  return near === undefined ? '' : `; did you mean ${prefix}${near}?`;
}
