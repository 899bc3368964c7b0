import {
  foldDashes,
  installedPackage,
  nearest,
  PACKAGE_NAME_RULE,
  pluginProblem,
  type PluginPackage,
} from '@inspector/plugin-api/package';
import type { PluginHost } from './host-types.js';

/**
 * The installed packages a person may mean: by package name, by `<kind>-<id>`, or by the name or an alias of
 * something they offer.
 *
 * @throws `INSP_PLUGIN_NOT_INSTALLED` when there is none; `INSP_PLUGIN_BAD_NAME` for a package whose name keeps it from
 *   being opened
 */
export function packagesNamed(
  { packages, searched }: Pick<PluginHost, 'packages' | 'searched'>,
  name: string,
): readonly PluginPackage[] {
  const exact = packages.filter((owner) => namesOf(owner).includes(name));
  if (exact.length > 0) return exact;
  const folded = packages.filter((owner) => namesOf(owner).map(foldDashes).includes(foldDashes(name)));
  if (folded.length > 0) return folded;
  const other = /^(?:@[^/]+\/)?[^/.@][^/]*$/.test(name) ? installedPackage(searched, name) : undefined;
  if (other !== undefined) {
    throw pluginProblem(
      'INSP_PLUGIN_BAD_NAME',
      `${name} is installed in ${other.folder}, but no package of this name is opened: plugins are recognised by their names.`,
      `If it is a plugin, rename it to ${PACKAGE_NAME_RULE}; "inspector plugins validate ${other.folder}" says what else it needs.`,
    );
  }
  const near = nearest(name, packages.flatMap(namesOf));
  throw pluginProblem(
    'INSP_PLUGIN_NOT_INSTALLED',
    `No plugin or plugin package called "${name}" is installed.`,
    near ? `Did you mean "${near}"?` : '"inspector plugins list" shows what is installed.',
  );
}

const namesOf = ({ name, kind, id, offers, aliases }: PluginPackage): string[] => [
  name,
  ...(kind && id ? [`${kind}-${id}`] : []),
  ...offers.map((plugin) => plugin.name),
  ...aliases.keys(),
];
