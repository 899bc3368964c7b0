import type {
  BareMetal,
  BareMetalContext,
  EventFollowing,
  HookContext,
  IntrospectionDataTable,
  InventoryContext,
  InventoryRevisionTable,
  JsonObject,
  PluginContext,
  PluginLog,
  ServiceOptions,
  StorageContext,
} from '@inspector/plugin-api';
import type { GroupName } from '@inspector/plugin-api/package';

/** What there is to hand to plugins. */
export interface ContextParts {
  readonly options: JsonObject;
  readonly service: ServiceOptions;
  readonly log: PluginLog;
  readonly introspectionData: IntrospectionDataTable;
  /** Asked when an inventory backend looks at it. */
  readonly inventoryRevisions: () => InventoryRevisionTable;
  /** Asked when a plugin that gets the bare metal service looks at it. */
  readonly baremetal: () => BareMetal;
  readonly events: EventFollowing;
}

/** What a plugin of a group is set up with: what its kind needs, and nothing else. */
export function pluginContext(
  group: GroupName,
  { options: config, service, log, introspectionData, inventoryRevisions, baremetal, events }: ContextParts,
): PluginContext | BareMetalContext | HookContext | InventoryContext | StorageContext {
  const context = { config, service, log };
  switch (group) {
    case 'inspector.baremetal':
    case 'inspector.coordination':
    case 'inspector.page':
      return context;
    case 'inspector.inventory':
      return {
        ...context,
        get inventoryRevisions() {
          return inventoryRevisions();
        },
      };
    case 'inspector.storage':
      return { ...context, introspectionData };
    case 'inspector.hook.processing':
      return {
        ...context,
        events,
        get baremetal() {
          return baremetal();
        },
      };
    case 'inspector.hook.node-not-found':
    case 'inspector.rule.condition':
    case 'inspector.rule.action':
    case 'inspector.pxe-filter':
      return {
        ...context,
        get baremetal() {
          return baremetal();
        },
      };
  }
}
