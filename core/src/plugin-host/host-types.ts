import type { InspectorConfig } from '../config/types.js';
import type {
  EventHandler,
  FollowOptions,
  IntrospectionDataTable,
  InventoryRevisionTable,
  PluginGroup,
  PluginGroups,
} from '@inspector/plugin-api';
import type { LineLog } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import type { PluginPackage } from '@inspector/plugin-api/package';
import type { PluginFaults } from './faults/plugin-faults.js';
import type { PluginFailure } from './failures.js';
import type { PluginReport } from '../reports/plugin-report.js';
import type { PluginSelection } from './selection.js';

/** What the definitions of a group set up. */
export type PluginInstanceOf<G extends PluginGroup> = Awaited<ReturnType<PluginGroups[G]['setup']>>;

/** A plugin in use. */
export interface LoadedPlugin<Definition = unknown, Instance = unknown> {
  /** Name of its entry point, whatever spelling selected it. */
  readonly name: string;
  readonly packageName: string;
  readonly definition: Definition;
  /** What its `setup` returned. */
  readonly instance: Instance;
}

/** A plugin in use of a certain group. */
export type LoadedPluginOf<G extends PluginGroup> = LoadedPlugin<PluginGroups[G], PluginInstanceOf<G>>;

/** A plugin that follows the events. */
export interface EventFollower {
  /** Of the plugin and its follower; no other one has it. */
  readonly name: string;
  readonly options: FollowOptions;
  /** Runs in the name of the plugin. */
  readonly handler: EventHandler;
}

/** The only metric of a plugin host: what plugins let escape. */
export interface FaultMetrics {
  readonly pluginFaults: Pick<Metrics['pluginFaults'], 'inc'>;
}

/** What a plugin host is made with. */
export interface PluginHostOptions {
  readonly config: InspectorConfig;
  /** Working directory: plugins are searched from here unless `pluginHost.roots` or `roots` says otherwise. */
  readonly cwd: string;
  readonly log: LineLog;
  readonly metrics: FaultMetrics;
  /** Gets what plugins let escape; default: one of its own, which nobody feeds. */
  readonly faults?: PluginFaults | undefined;
  /** Folders to search from, instead of those of the configuration. */
  readonly roots?: readonly string[];
  /** Seconds that the import, the `setup` and the `close` of a plugin may take. Default 60. */
  readonly startTimeoutSeconds?: number;
}

/** Finds, checks, loads, sets up and closes plugins. */
export interface PluginHost {
  /** Everything that is installed, broken packages with their problems. */
  readonly packages: readonly PluginPackage[];
  /** Folders whose `node_modules`, and those of their parents, were searched. */
  readonly searched: readonly string[];
  /** Rule operators that are installed and cannot be used. They stop no start by themselves. */
  readonly unusable: readonly PluginFailure[];
  /** What plugins let escape. */
  readonly faults: PluginFaults;
  /**
   * Imports and checks exactly these plugins; called once. Of the extensions, what cannot be used is logged and left out.
   *
   * @throws Every problem at once: the code of the only one, or `INSP_PLUGINS_FAILED`.
   */
  load(selection: PluginSelection): Promise<void>;
  /**
   * Sets up what was loaded: bare metal service and coordination first, then the rest. When one fails, those
   * already set up are closed again.
   *
   * @throws Every problem at once, as {@link load}.
   */
  setUp(services: {
    readonly introspectionData: IntrospectionDataTable;
    readonly inventoryRevisions?: InventoryRevisionTable;
  }): Promise<void>;
  /** The one plugin of a group selected as driver. Throws when none was selected. */
  driver<G extends PluginGroup>(group: G): LoadedPluginOf<G>;
  /** The loaded plugins of a group in their configured order; empty when none was selected. */
  named<G extends PluginGroup>(group: G): readonly LoadedPluginOf<G>[];
  /** All loaded plugins of a group by name. */
  extension<G extends PluginGroup>(group: G): ReadonlyMap<string, LoadedPluginOf<G>>;
  /** Those of the plugins that were set up which follow the events. Nobody tells them anything yet. */
  readonly followers: readonly EventFollower[];
  /** The state of everything installed, by group and name. */
  report(): PluginReport[];
  /** Closes in the reverse order of the set-ups, all of them whatever one throws. A second call does nothing. */
  close(): Promise<void>;
}
