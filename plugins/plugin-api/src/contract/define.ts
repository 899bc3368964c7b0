import type { JsonSchema } from '../json/types.js';
import type { NoOptions, OptionsOf } from './options.js';
import type {
  ActionDefinition,
  BareMetalDefinition,
  ConditionDefinition,
  CoordinationDefinition,
  HookDefinition,
  InventoryDefinition,
  NodeNotFoundHookDefinition,
  PageDefinition,
  PxeFilterDefinition,
  StorageDefinition,
} from './types.js';

/** Gives a definition the schema from which the type of its `config` follows; without one it takes no options. */
interface WithSchema<Schema> {
  readonly configSchema?: Schema;
}

/**
 * Declares the schema of options apart from the definition that uses it, for example in a file of its own.
 *
 * The type of the options is `OptionsOf<typeof schema>`. Written into a definition, a schema needs no declaration.
 */
export const defineOptions = <const Schema extends JsonSchema>(schema: Schema): Schema => schema;

/** Declares a processing hook; the default export of its module. */
export const defineHook = <const Schema extends JsonSchema = NoOptions>(
  definition: HookDefinition<OptionsOf<Schema>> & WithSchema<Schema>,
): HookDefinition<OptionsOf<Schema>> => definition;
/** Declares a node-not-found hook. */
export const defineNodeNotFoundHook = <const Schema extends JsonSchema = NoOptions>(
  definition: NodeNotFoundHookDefinition<OptionsOf<Schema>> & WithSchema<Schema>,
): NodeNotFoundHookDefinition<OptionsOf<Schema>> => definition;
/** Declares a rule condition operator. */
export const defineCondition = <const Schema extends JsonSchema = NoOptions>(
  definition: ConditionDefinition<OptionsOf<Schema>> & WithSchema<Schema>,
): ConditionDefinition<OptionsOf<Schema>> => definition;
/** Declares a rule action. */
export const defineAction = <const Schema extends JsonSchema = NoOptions>(
  definition: ActionDefinition<OptionsOf<Schema>> & WithSchema<Schema>,
): ActionDefinition<OptionsOf<Schema>> => definition;
/** Declares a storage backend. */
export const defineStorage = <const Schema extends JsonSchema = NoOptions>(
  definition: StorageDefinition<OptionsOf<Schema>> & WithSchema<Schema>,
): StorageDefinition<OptionsOf<Schema>> => definition;
/** Declares a PXE filter driver. */
export const definePxeFilter = <const Schema extends JsonSchema = NoOptions>(
  definition: PxeFilterDefinition<OptionsOf<Schema>> & WithSchema<Schema>,
): PxeFilterDefinition<OptionsOf<Schema>> => definition;
/** Declares a bare metal service. */
export const defineBareMetal = <const Schema extends JsonSchema = NoOptions>(
  definition: BareMetalDefinition<OptionsOf<Schema>> & WithSchema<Schema>,
): BareMetalDefinition<OptionsOf<Schema>> => definition;
/** Declares a coordination backend. */
export const defineCoordination = <const Schema extends JsonSchema = NoOptions>(
  definition: CoordinationDefinition<OptionsOf<Schema>> & WithSchema<Schema>,
): CoordinationDefinition<OptionsOf<Schema>> => definition;
/** Declares an inventory backend. */
export const defineInventory = <const Schema extends JsonSchema = NoOptions>(
  definition: InventoryDefinition<OptionsOf<Schema>> & WithSchema<Schema>,
): InventoryDefinition<OptionsOf<Schema>> => definition;
/** Declares a page. */
export const definePage = <const Schema extends JsonSchema = NoOptions>(
  definition: PageDefinition<OptionsOf<Schema>> & WithSchema<Schema>,
): PageDefinition<OptionsOf<Schema>> => definition;
