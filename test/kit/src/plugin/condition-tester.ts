import type { ConditionDefinition, Json, RuleParams } from '@inspector/plugin-api';
import { createWorld, type WorldOptions } from '../node/world.js';
import { createContext, type ContextOptions } from './context.js';
import { checkParameters } from './rule-parameters.js';

/** A condition operator ready to be tried. */
export interface ConditionTester {
  /** Checks parameters as at the creation of a rule; throws what the API would answer as 400. */
  validate(params: RuleParams): void;
  /** Whether a value of the field fulfils the condition; parameters are checked first. */
  check(params: RuleParams, value: Json, world?: WorldOptions): Promise<boolean>;
  close(): Promise<void>;
}

/** Sets a condition operator up without a server. Required parameters default to `value`, as in the service. */
export async function conditionTester<Options>(
  definition: ConditionDefinition<Options>,
  context: ContextOptions = {},
): Promise<ConditionTester> {
  const instance = await definition.setup(createContext<Options>(definition, context));
  const needs = { ...definition, requiredParams: definition.requiredParams ?? ['value'] };
  const validate = (params: RuleParams): void => {
    checkParameters(needs, params);
    instance.validate?.(params);
  };
  return {
    validate,
    async check(params, value, world = {}) {
      validate(params);
      return instance.compile(params)(value, createWorld(world).node);
    },
    async close() {
      await instance.close?.();
    },
  };
}
