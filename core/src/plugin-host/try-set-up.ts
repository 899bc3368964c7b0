import type { JsonObject } from '@inspector/plugin-api';
import {
  checkPackage,
  findingOf,
  GROUP_RULES,
  type Finding,
  type FoundPackage,
  type PluginPackage,
} from '@inspector/plugin-api/package';
import type { InspectorConfig } from '../config/types.js';
import type { LineLog } from '../log/log.js';
import { NO_DATA, NO_REVISIONS } from './no-tables.js';
import { preparePlugin } from './prepare.js';
import { setUpPlugins, type PreparedPlugin } from './set-up.js';

/** How plugins are tried. */
export interface TryOptions {
  readonly config: InspectorConfig;
  /** Options of the package, instead of those that the configuration has. */
  readonly options: JsonObject | undefined;
  /** Gets what the plugin says. */
  readonly log: LineLog;
  /** Seconds for each import, set-up and close. */
  readonly limitSeconds: number;
}

/**
 * Sets up every plugin of a package as the start of the service would, and closes it again. There is no database and no
 * bare metal service behind it: what a plugin asks of them is refused.
 *
 * @returns a finding for each; none for what cannot be imported, which its examination tells
 */
export async function trySetUp(found: FoundPackage, options: TryOptions): Promise<Finding[]> {
  const owner = checkPackage(found);
  if (owner === undefined || owner.problems.length > 0) return [];
  const findings: Finding[] = [];
  for (const plugin of owner.offers) {
    if (plugin.path === undefined || plugin.problem) continue;
    findings.push(...(await tryOne({ package: owner, plugin }, options)));
  }
  return findings;
}

async function tryOne(
  offer: Parameters<typeof preparePlugin>[0],
  { config, options, log, limitSeconds }: TryOptions,
): Promise<Finding[]> {
  const given = options === undefined ? config : withOptions(offer.package, config, options);
  const prepared = await preparePlugin(offer, { config: given, log, limitSeconds });
  if (prepared.problems) {
    const wrong = prepared.problems.filter(({ code }) => code === 'INSP_PLUGIN_BAD_OPTIONS');
    return wrong.map((problem) => findingOf(problem));
  }
  const { plugin } = prepared;
  const others = plugin.group === 'inspector.baremetal' ? [] : [NO_BARE_METAL()];
  const begun = performance.now();
  const running = await setUpPlugins([...others, plugin], {
    config: given,
    log,
    introspectionData: NO_DATA,
    inventoryRevisions: NO_REVISIONS,
    limitSeconds,
  });
  const milliseconds = Math.round(performance.now() - begun);
  const failures = [...running.failures, ...(await running.close())];
  if (failures.length > 0) return failures.map(({ error }) => findingOf(error));
  return [
    { outcome: 'ok', message: `${plugin.group} "${plugin.name}": set up in ${milliseconds} ms, and closed` },
  ];
}

function withOptions(owner: PluginPackage, config: InspectorConfig, options: JsonObject): InspectorConfig {
  const { kind, id, configGroup } = owner;
  if (configGroup !== undefined)
    return { ...config, pluginGroups: { ...config.pluginGroups, [configGroup]: options } };
  return { ...config, plugins: { ...config.plugins, [`${kind ?? ''}-${id ?? ''}`]: options } };
}

/** A bare metal service that has no nodes and takes no change. */
const NO_BARE_METAL = (): PreparedPlugin => ({
  group: 'inspector.baremetal',
  name: 'none',
  packageName: '@inspector/core',
  definition: {
    id: 'none',
    setup: () => {
      const refuse = (): Promise<never> =>
        Promise.reject(new Error('There is no bare metal service while plugins are checked.'));
      return Object.fromEntries(GROUP_RULES['inspector.baremetal'].methods.map((method) => [method, refuse]));
    },
  },
  options: {},
  instance: undefined,
});
