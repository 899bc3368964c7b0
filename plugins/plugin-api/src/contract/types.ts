import type { BareMetal } from '../baremetal/types.js';
import type { Json, JsonObject, JsonSchema } from '../json/types.js';
import type { Coordinator } from '../coordination/types.js';
import type { InventoryBackend } from '../inventory-store/types.js';
import type { NodeHandle } from '../node/types.js';
import type { PageFiles } from '../page/types.js';
import type { PxeFilterDriver } from '../pxe-filter/types.js';
import type { StorageBackend } from '../storage/types.js';
import type {
  BareMetalContext,
  HookContext,
  InventoryContext,
  PluginContext,
  PluginLog,
  StorageContext,
} from './context.js';

/** Introspection data: what the ramdisk sent plus what hooks derive from it. Hostile until proved otherwise. */
export type IntrospectionData = JsonObject;

interface Definition<Context, Instance> {
  /** Same as the name of the entry point in the manifest. */
  readonly id: string;
  /** Options this plugin takes; absent means it takes none. */
  readonly configSchema?: JsonSchema;
  /** Called once at start. Throwing stops the start with the plugin's name. */
  setup(context: Context): Instance | Promise<Instance>;
}

/** Parts every plugin instance may have. */
export interface PluginInstance {
  /** Called once when the service stops, in the reverse order of the set-ups. */
  close?(): void | Promise<void>;
}

/** One call of a hook. */
export interface HookCall {
  /**
   * Aborts when the hook should end: its time limit is reached, the node was lost to another process, or the service
   * stops. Afterwards the node handle of the call throws; hand the signal to whatever takes long.
   */
  readonly signal: AbortSignal;
}

/** A processing hook at work. */
export interface HookInstance extends PluginInstance {
  /** Before look-up, on the posted data; may change them. Errors are collected, the other hooks still run. */
  beforeProcessing?(data: IntrospectionData, call: HookCall): void | Promise<void>;
  /** After look-up; may change data and node. The first error ends the introspection. */
  beforeUpdate?(data: IntrospectionData, node: NodeHandle, call: HookCall): void | Promise<void>;
}

/** Definition of a processing hook. */
export interface HookDefinition<Options = JsonObject> extends Definition<HookContext<Options>, HookInstance> {
  /** Hooks that must be enabled earlier in the list. */
  readonly dependencies?: readonly string[];
  /** Other names that select this hook. */
  readonly aliases?: readonly string[];
}

/** A machine a node-not-found hook has created or recognised. */
export interface FoundNode {
  readonly uuid: string;
}

/** A node-not-found hook at work. */
export interface NodeNotFoundInstance extends PluginInstance {
  /** Gets data no node matches; returns the node to go on with, or nothing. */
  nodeNotFound(data: IntrospectionData): Promise<FoundNode | undefined> | FoundNode | undefined;
}
/** Definition of a node-not-found hook. */
export type NodeNotFoundHookDefinition<Options = JsonObject> = Definition<
  BareMetalContext<Options>,
  NodeNotFoundInstance
>;

/** Parameters of a condition or action, number forms kept (see `isFloat`). */
export type RuleParams = { readonly [name: string]: Json };

/** A rule condition operator at work. */
export interface ConditionInstance extends PluginInstance {
  /** Throws an Error whose message says what is wrong; the API returns 400. */
  validate?(params: RuleParams): void;
  /**
   * Prepares a check for these parameters; called once per rule change, not per introspection.
   * The check gets one value of the field (null when the field is missing and `allowNone` is set).
   */
  compile(params: RuleParams): (value: Json, node: NodeHandle) => boolean | Promise<boolean>;
}
/** Definition of a rule condition. */
export interface ConditionDefinition<Options = JsonObject> extends Definition<
  BareMetalContext<Options>,
  ConditionInstance
> {
  /** Parameters that must be given and not null. Default `['value']`. */
  readonly requiredParams?: readonly string[];
  readonly optionalParams?: readonly string[];
  /** true: unknown parameters are accepted and ignored. */
  readonly anyParams?: boolean;
  /** true: a field that matches nothing is checked as null. Default false: the rule does not apply. */
  readonly allowNone?: boolean;
}

/** What an action gets to work on. */
export interface ActionContext {
  readonly node: NodeHandle;
  readonly data: Readonly<IntrospectionData>;
  /** UUID or description of the rule, for texts. */
  readonly rule: string;
  readonly log: PluginLog;
  /** Aborts when the work on the node ends early: it was lost to another process, took too long, or the service stops. */
  readonly signal: AbortSignal;
}
/** A rule action at work. */
export interface ActionInstance extends PluginInstance {
  validate?(params: RuleParams): void;
  /** Does it. Parameters named in `formattedParams` are formatted already. Throwing fails the introspection. */
  apply(params: RuleParams, context: ActionContext): void | Promise<void>;
}
/** Definition of a rule action. */
export interface ActionDefinition<Options = JsonObject> extends Definition<
  BareMetalContext<Options>,
  ActionInstance
> {
  readonly requiredParams?: readonly string[];
  readonly optionalParams?: readonly string[];
  readonly anyParams?: boolean;
  /** Parameters in which `{data[…]}` is replaced before `apply`. */
  readonly formattedParams?: readonly string[];
}

/** Definition of a storage backend. */
export type StorageDefinition<Options = JsonObject> = Definition<StorageContext<Options>, StorageBackend>;
/** Definition of a PXE filter driver. */
export type PxeFilterDefinition<Options = JsonObject> = Definition<
  BareMetalContext<Options>,
  PxeFilterDriver & PluginInstance
>;
/** Definition of a bare metal service. */
export type BareMetalDefinition<Options = JsonObject> = Definition<PluginContext<Options>, BareMetal>;
/** Definition of a coordination backend. */
export type CoordinationDefinition<Options = JsonObject> = Definition<PluginContext<Options>, Coordinator>;

/** Definition of an inventory backend. */
export type InventoryDefinition<Options = JsonObject> = Definition<
  InventoryContext<Options>,
  InventoryBackend
>;

/** Definition of a page. */
export type PageDefinition<Options = JsonObject> = Definition<
  PluginContext<Options>,
  PageFiles & PluginInstance
>;

/** The groups of entry points and what the export of each must be. */
export interface PluginGroups {
  'inspector.storage': StorageDefinition;
  'inspector.hook.processing': HookDefinition;
  'inspector.hook.node-not-found': NodeNotFoundHookDefinition;
  'inspector.rule.condition': ConditionDefinition;
  'inspector.rule.action': ActionDefinition;
  'inspector.pxe-filter': PxeFilterDefinition;
  'inspector.baremetal': BareMetalDefinition;
  'inspector.coordination': CoordinationDefinition;
  'inspector.inventory': InventoryDefinition;
  'inspector.page': PageDefinition;
}
/** Name of a group of entry points. */
export type PluginGroup = keyof PluginGroups;
