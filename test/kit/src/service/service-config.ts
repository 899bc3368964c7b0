import type { PlacedPlugin } from './given-plugins.js';

/** Options of a service, as in `inspector.config.js`. */
export type GivenConfig = Readonly<Record<string, unknown>>;

/** Options that enable plugins, and give them their own. */
export function enabling(plugins: readonly PlacedPlugin[]): GivenConfig {
  const idsOf = (group: PlacedPlugin['group']): string[] =>
    plugins.filter((plugin) => plugin.group === group).map(({ id }) => id);
  const select = (group: PlacedPlugin['group'], option: string): GivenConfig => {
    const [id] = idsOf(group);
    return id === undefined ? {} : { [option]: id };
  };
  const hooks = idsOf('inspector.hook.processing');
  return {
    processing: {
      ...(hooks.length > 0 && { processingHooks: ['$default_processing_hooks', ...hooks] }),
      ...select('inspector.hook.node-not-found', 'nodeNotFoundHook'),
      ...select('inspector.storage', 'storeData'),
    },
    pxeFilter: select('inspector.pxe-filter', 'driver'),
    baremetal: select('inspector.baremetal', 'driver'),
    coordination: select('inspector.coordination', 'driver'),
    inventory: select('inspector.inventory', 'backend'),
    plugins: Object.fromEntries(
      plugins.flatMap(({ optionsKey, options }) => (options === undefined ? [] : [[optionsKey, options]])),
    ),
  };
}

/** Lays options over each other, the later over the earlier: groups member by member, everything else as a whole. */
export function overlaid(...configs: readonly GivenConfig[]): GivenConfig {
  const result: Record<string, unknown> = {};
  for (const config of configs) {
    for (const [name, value] of Object.entries(config)) {
      const present = result[name];
      result[name] = isGroup(present) && isGroup(value) ? { ...present, ...value } : value;
    }
  }
  return result;
}

const isGroup = (value: unknown): value is GivenConfig =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
