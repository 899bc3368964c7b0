import type { PluginReport } from '../reports/plugin-report.js';
import { loadDefinition, type PluginPackage } from '@inspector/plugin-api/package';
import { inNameOf } from './faults/running-plugin.js';
import { optionsPath } from './options.js';

/** What `inspector plugins info` knows of a package. */
export interface PackageDescription {
  readonly package: string;
  readonly version: string;
  readonly folder: string;
  readonly kind: string | null;
  /** Where its options are in the configuration. */
  readonly optionsAt: string;
  readonly plugins: readonly {
    readonly name: string;
    readonly group: string;
    readonly state: string;
    readonly aliases: readonly string[];
    /** JSON Schema of its options; `null` when it takes none or cannot be imported. */
    readonly configSchema: Readonly<Record<string, unknown>> | null;
  }[];
  /** Everything that is wrong with it, last line of each the repair. */
  readonly problems: readonly string[];
}

/** Collects what there is to know of a package; imports it unless it is broken. */
export async function describePackage(
  owner: PluginPackage,
  report: readonly PluginReport[],
): Promise<PackageDescription> {
  const rows = report.filter((row) => row.package === owner.name);
  const plugins = [];
  for (const plugin of owner.offers) {
    const importable = owner.problems.length === 0 && plugin.path !== undefined;
    const loaded = importable
      ? await inNameOf({ group: plugin.group, name: plugin.name, packageName: owner.name }, () =>
          loadDefinition({ package: owner, plugin }, 30, () => undefined),
        )
      : undefined;
    const row = rows.find(({ name, group }) => name === plugin.name && group === plugin.group);
    plugins.push({
      name: plugin.name,
      group: plugin.group,
      state: loaded?.problem ? 'broken' : (row?.state ?? 'broken'),
      aliases: [...owner.aliases].filter(([, name]) => name === plugin.name).map(([alias]) => alias),
      configSchema: loaded?.definition?.configSchema ?? null,
      problem: plugin.problem?.message ?? loaded?.problem?.message ?? row?.reason,
    });
  }
  const found = plugins.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  const { name, version, folder, kind = null } = owner;
  return {
    package: name,
    version,
    folder,
    kind,
    optionsAt: optionsPath(owner),
    plugins: plugins.map(({ problem: _, ...rest }) => rest),
    problems: [...new Set([...owner.problems.map(({ message }) => message), ...found])],
  };
}
