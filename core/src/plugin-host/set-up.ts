import {
  type BareMetal,
  type JsonObject,
  InspectorError,
  type IntrospectionDataTable,
  type InventoryRevisionTable,
  type PluginInstance,
  type ServiceOptions,
  thrownText,
} from '@inspector/plugin-api';
import type { InspectorConfig } from '../config/types.js';
import type { LineLog } from '../log/log.js';
import type { PluginFailure } from './failures.js';
import {
  GROUP_RULES,
  type GroupName,
  pluginProblem,
  instanceProblem,
  type AnyDefinition,
  placeText,
  withTimeLimit,
} from '@inspector/plugin-api/package';
import { actingFor, inNameOf, type RunningPlugin } from './faults/running-plugin.js';
import { eventFollowing } from './event-following.js';
import type { EventFollower } from './host-types.js';
import { createLifecycle, type LifecycleFailure, type LifecycleMember } from './lifecycle.js';
import { pluginContext } from './plugin-context.js';
import { createPluginLog } from './plugin-log.js';
import { serviceOptionsOf } from './service-options.js';

/** A plugin that is loaded and gets its instance when it is set up. */
export interface PreparedPlugin {
  readonly group: GroupName;
  readonly name: string;
  readonly packageName: string;
  readonly definition: AnyDefinition;
  readonly options: JsonObject;
  instance: PluginInstance | undefined;
  /** What it follows, once it is set up. */
  followers?: readonly EventFollower[];
}

/** What setting up needs. */
export interface SetUpServices {
  readonly config: InspectorConfig;
  readonly log: LineLog;
  readonly introspectionData: IntrospectionDataTable;
  /** Absent where there are no inventories. */
  readonly inventoryRevisions?: InventoryRevisionTable | undefined;
  /** Seconds for each `setup` and each `close`. */
  readonly limitSeconds: number;
}

/** Plugins that were set up. */
export interface RunningPlugins {
  /** Why some could not be set up. */
  readonly failures: PluginFailure[];
  /** Closes in reverse order; failures are logged, and returned. */
  close(): Promise<PluginFailure[]>;
}

interface Member extends LifecycleMember {
  readonly plugin: PreparedPlugin;
}

/** These come first because the others may use them; they cannot use each other. */
const FIRST: readonly GroupName[] = ['inspector.baremetal', 'inspector.coordination'];

/** A plugin asks for the bare metal service where there is none: that is told once, and not of everyone who asks. */
class NoBareMetal extends Error {}

/**
 * Sets plugins up in their order, bare metal service and coordination before all others. All are tried, so that every
 * problem is found at once.
 */
export async function setUpPlugins(
  plugins: readonly PreparedPlugin[],
  services: SetUpServices,
): Promise<RunningPlugins> {
  const lifecycle = createLifecycle<Member>();
  const service = serviceOptionsOf(services.config);
  for (const plugin of plugins) lifecycle.register(member(plugin, plugins, service, services));
  const rest = [...new Set(plugins.map(({ group }) => group))].filter((group) => !FIRST.includes(group));
  const failures: LifecycleFailure<Member>[] = [];
  for (const group of [...FIRST, ...rest]) failures.push(...(await lifecycle.start(group)));
  const told = failures.filter(({ error }) => !(error instanceof NoBareMetal) || failures.length === 1);
  return {
    failures: told.map(({ member: { plugin }, error }) => ({
      plugin,
      error: setupProblem(plugin, error),
    })),
    async close() {
      return (await lifecycle.stop()).map(({ member: { plugin }, error }) => {
        const { name, packageName } = plugin;
        services.log.error({ err: error, plugin: name, package: packageName }, 'plugin failed to close');
        return { plugin, error: closeProblem(plugin, error) };
      });
    },
  };
}

function member(
  plugin: PreparedPlugin,
  plugins: readonly PreparedPlugin[],
  service: ServiceOptions,
  { log, introspectionData, inventoryRevisions, limitSeconds }: SetUpServices,
): Member {
  const { group, name, packageName, definition, options } = plugin;
  const self = { group, name, packageName };
  const pluginLog = createPluginLog(log, { plugin: name, package: packageName });
  const onLate = (err: unknown): void =>
    log.warn({ err, plugin: name }, 'plugin failed after its time limit');
  const parts = {
    options,
    service,
    log: pluginLog,
    introspectionData,
    inventoryRevisions: () => inventoryRevisions ?? noRevisions(plugin),
    baremetal: () => bareMetalFor(plugin, plugins),
  };
  return {
    capability: group,
    plugin,
    async start() {
      const following = eventFollowing(self);
      const context = pluginContext(group, { ...parts, events: following.events });
      const instance = await withTimeLimit(
        () => inNameOf(self, () => definition.setup(context)),
        limitSeconds,
        () => tooSlow(plugin, 'setup', limitSeconds),
        onLate,
      ).finally(() => following.end());
      const problem = instanceProblem(self, instance);
      if (problem) throw problem;
      if (following.followers.length === 0 && doesNothing(group, instance as object)) {
        pluginLog.warn(
          `"${name}" does nothing: what its setup returned has none of ${GROUP_RULES[group].optionalMethods.join(', ')}`,
        );
      }
      plugin.followers = following.followers;
      plugin.instance = named(self, instance as PluginInstance);
    },
    async stop() {
      const { instance } = plugin;
      await withTimeLimit(
        () => inNameOf(self, () => instance?.close?.()),
        limitSeconds,
        () => tooSlow(plugin, 'close', limitSeconds),
        onLate,
      );
    },
  };
}

/** Kinds all of whose methods may be left out have plugins with none of them, most likely by mistake. */
const doesNothing = (group: GroupName, instance: object): boolean =>
  GROUP_RULES[group].methods.length === 0 &&
  !GROUP_RULES[group].optionalMethods.some((method) => method in instance);

/** Groups whose plugins are called by something that runs them in their name itself, or far too often for it. */
const CALLED_OTHERWISE: readonly GroupName[] = ['inspector.hook.processing', 'inspector.rule.condition'];

const named = (plugin: RunningPlugin, instance: PluginInstance): PluginInstance =>
  CALLED_OTHERWISE.includes(plugin.group) ? instance : actingFor(plugin, instance);

function bareMetalFor({ name }: PreparedPlugin, plugins: readonly PreparedPlugin[]): BareMetal {
  const baremetal = plugins.find((plugin) => plugin.group === 'inspector.baremetal')?.instance;
  if (baremetal === undefined)
    throw new NoBareMetal(`"${name}" asks for the bare metal service, but none is loaded here.`);
  return baremetal as PluginInstance & BareMetal;
}

function noRevisions({ name }: PreparedPlugin): never {
  throw new Error(`"${name}" asks for the table of inventories, but no database is open here.`);
}

const tooSlow = ({ name, packageName }: PreparedPlugin, what: string, seconds: number): InspectorError =>
  pluginProblem(
    'INSP_PLUGIN_TIMEOUT',
    `"${what}" of "${name}" (${packageName}) has not ended after ${seconds} seconds.`,
    `Check what it waits for (a service it connects to?), or take "${name}" out of the configuration.`,
  );

function closeProblem({ name, packageName }: PreparedPlugin, error: unknown): InspectorError {
  if (InspectorError.is(error) && error.code === 'INSP_PLUGIN_TIMEOUT') return error;
  return pluginProblem(
    'INSP_PLUGIN_CLOSE_FAILED',
    `"close" of "${name}" (${packageName}) throws: ${thrownText(error)}${placeText(error)}`,
    'Let it release what it can, and log what it cannot.',
    error,
  );
}

function setupProblem({ group, name, packageName }: PreparedPlugin, error: unknown): InspectorError {
  if (
    InspectorError.is(error) &&
    (error.code === 'INSP_PLUGIN_TIMEOUT' || error.code === 'INSP_PLUGIN_WRONG_SHAPE')
  ) {
    return error;
  }
  const text = `${thrownText(error)}${InspectorError.is(error) ? '' : placeText(error)}`;
  const { noun, option } = GROUP_RULES[group];
  return pluginProblem(
    InspectorError.is(error) ? error.code : 'INSP_PLUGIN_SETUP_FAILED',
    `The ${noun} "${name}" of ${packageName} cannot be set up: ${text}`,
    option
      ? `Correct what it complains about (its options?), or take "${name}" out of ${option}.`
      : `Correct what it complains about (its options?), or remove it: npm uninstall ${packageName}`,
    error,
  );
}
