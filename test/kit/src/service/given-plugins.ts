import type {
  ActionDefinition,
  BareMetalDefinition,
  ConditionDefinition,
  CoordinationDefinition,
  HookDefinition,
  InventoryDefinition,
  JsonObject,
  NodeNotFoundHookDefinition,
  PageDefinition,
  PluginGroup,
  PxeFilterDefinition,
  StorageDefinition,
} from '@inspector/plugin-api';

/** A plugin for a service: its definition, or that with its options. */
export type GivenPlugin<Definition> =
  Definition | { readonly definition: Definition; readonly options?: JsonObject };

/**
 * The plugins that a service under test has besides those that every service has. All of them are enabled. Options are
 * checked when the service starts.
 */
export interface GivenPlugins {
  /** Processing hooks: they run after the default ones, in this order. */
  readonly hooks?: readonly GivenPlugin<HookDefinition<never>>[];
  readonly nodeNotFoundHook?: GivenPlugin<NodeNotFoundHookDefinition<never>>;
  readonly conditions?: readonly GivenPlugin<ConditionDefinition<never>>[];
  readonly actions?: readonly GivenPlugin<ActionDefinition<never>>[];
  readonly storage?: GivenPlugin<StorageDefinition<never>>;
  readonly pxeFilter?: GivenPlugin<PxeFilterDefinition<never>>;
  /** Takes the place of the client of the fake Ironic. */
  readonly baremetal?: GivenPlugin<BareMetalDefinition<never>>;
  readonly coordination?: GivenPlugin<CoordinationDefinition<never>>;
  readonly inventory?: GivenPlugin<InventoryDefinition<never>>;
  readonly pages?: readonly GivenPlugin<PageDefinition<never>>[];
  /**
   * Folders of installed or built packages, as they are after `npm install`; the configuration has to enable what is in them,
   * except for rules.
   */
  readonly packages?: readonly (URL | string)[];
}

/** One definition, with where it belongs. */
export interface PlacedPlugin {
  readonly group: PluginGroup;
  readonly id: string;
  readonly aliases: readonly string[];
  readonly definition: unknown;
  readonly options: JsonObject | undefined;
  /** Name of the package that offers it in the service under test. */
  readonly packageName: string;
  /** Its key below `plugins` of the configuration. */
  readonly optionsKey: string;
}

/** A definition of any kind. */
interface AnyDefinition {
  readonly id: string;
  readonly aliases?: readonly string[];
  setup(context: never): unknown;
}

/** How the package of a plugin of each group is called, with `*` for its id. */
const PACKAGES: Readonly<Record<PluginGroup, string>> = {
  'inspector.hook.processing': 'hook-*',
  'inspector.hook.node-not-found': 'hook-*-node-not-found',
  'inspector.rule.condition': 'rule-*-condition',
  'inspector.rule.action': 'rule-*-action',
  'inspector.storage': 'storage-*',
  'inspector.pxe-filter': 'pxe-filter-*',
  'inspector.baremetal': 'baremetal-*',
  'inspector.coordination': 'coordination-*',
  'inspector.inventory': 'inventory-*',
  'inspector.page': 'page-*',
};

/** All definitions that are given, each with where it belongs. */
export function placedPlugins(given: GivenPlugins): PlacedPlugin[] {
  const one = (group: PluginGroup, plugin: GivenPlugin<AnyDefinition> | undefined): PlacedPlugin[] =>
    plugin === undefined ? [] : [placed(group, plugin)];
  const all = (group: PluginGroup, plugins: readonly GivenPlugin<AnyDefinition>[] = []): PlacedPlugin[] =>
    plugins.map((plugin) => placed(group, plugin));
  return [
    ...all('inspector.hook.processing', given.hooks),
    ...one('inspector.hook.node-not-found', given.nodeNotFoundHook),
    ...all('inspector.rule.condition', given.conditions),
    ...all('inspector.rule.action', given.actions),
    ...one('inspector.storage', given.storage),
    ...one('inspector.pxe-filter', given.pxeFilter),
    ...one('inspector.baremetal', given.baremetal),
    ...one('inspector.coordination', given.coordination),
    ...one('inspector.inventory', given.inventory),
    ...all('inspector.page', given.pages),
  ];
}

function placed(group: PluginGroup, plugin: GivenPlugin<AnyDefinition>): PlacedPlugin {
  const { definition, options } =
    'definition' in plugin ? plugin : { definition: plugin, options: undefined };
  const { id, aliases = [] } = definition;
  const optionsKey = PACKAGES[group].replace('*', id);
  return { group, id, aliases, definition, options, optionsKey, packageName: `inspector-${optionsKey}` };
}
