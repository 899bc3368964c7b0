import type {
  ActionDefinition,
  BareMetalDefinition,
  ConditionDefinition,
  CoordinationDefinition,
  HookDefinition,
  NodeNotFoundHookDefinition,
  PxeFilterDefinition,
  StorageDefinition,
} from './types.js';

/** Declares a processing hook; the default export of its module. */
export const defineHook = <Options>(definition: HookDefinition<Options>): HookDefinition<Options> =>
  definition;
/** Declares a node-not-found hook. */
export const defineNodeNotFoundHook = <Options>(
  definition: NodeNotFoundHookDefinition<Options>,
): NodeNotFoundHookDefinition<Options> => definition;
/** Declares a rule condition operator. */
export const defineCondition = <Options>(
  definition: ConditionDefinition<Options>,
): ConditionDefinition<Options> => definition;
/** Declares a rule action. */
export const defineAction = <Options>(definition: ActionDefinition<Options>): ActionDefinition<Options> =>
  definition;
/** Declares a storage backend. */
export const defineStorage = <Options>(definition: StorageDefinition<Options>): StorageDefinition<Options> =>
  definition;
/** Declares a PXE filter driver. */
export const definePxeFilter = <Options>(
  definition: PxeFilterDefinition<Options>,
): PxeFilterDefinition<Options> => definition;
/** Declares a bare metal service. */
export const defineBareMetal = <Options>(
  definition: BareMetalDefinition<Options>,
): BareMetalDefinition<Options> => definition;
/** Declares a coordination backend. */
export const defineCoordination = <Options>(
  definition: CoordinationDefinition<Options>,
): CoordinationDefinition<Options> => definition;
