import { nearest } from '@inspector/plugin-api/package';
import { foldDashes, pluginProblem, type PluginPackage } from '@inspector/plugin-api/package';

/**
 * The installed packages a person may mean: by package name, by `<kind>-<id>`, or by the name or an alias of
 * something they offer.
 *
 * @throws `INSP_PLUGIN_NOT_INSTALLED` when there is none.
 */
export function packagesNamed(packages: readonly PluginPackage[], name: string): readonly PluginPackage[] {
  const exact = packages.filter((owner) => namesOf(owner).includes(name));
  if (exact.length > 0) return exact;
  const folded = packages.filter((owner) => namesOf(owner).map(foldDashes).includes(foldDashes(name)));
  if (folded.length > 0) return folded;
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
