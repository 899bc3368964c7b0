import type {
  ActionDefinition,
  ActionInstance,
  ConditionDefinition,
  ConditionInstance,
  RuleParams,
} from '@inspector/plugin-api';

/** A condition operator in use. */
export interface ConditionOperator {
  readonly definition: ConditionDefinition;
  readonly instance: ConditionInstance;
}

/** An action in use. */
export interface ActionOperator {
  readonly definition: ActionDefinition;
  readonly instance: ActionInstance;
  /** Why it is not used any more; undefined, or left out: it is. */
  readonly whyDisabled?: () => string | undefined;
}

/** The operators of all plugins, by name. */
export interface Operators {
  readonly conditions: ReadonlyMap<string, ConditionOperator>;
  readonly actions: ReadonlyMap<string, ActionOperator>;
}

interface ParamNames {
  readonly requiredParams?: readonly string[];
  readonly optionalParams?: readonly string[];
  readonly anyParams?: boolean;
}

/**
 * What is wrong with the names of parameters, undefined if nothing. Parameters that are null count as not
 * given.
 *
 * @param fallback - the required ones where the definition does not say
 */
export function paramsProblem(
  { requiredParams, optionalParams = [], anyParams = false }: ParamNames,
  params: RuleParams,
  fallback: readonly string[],
): string | undefined {
  const required = requiredParams ?? fallback;
  const given = Object.keys(params).filter((name) => params[name] !== null);
  const missing = required.filter((name) => !given.includes(name));
  const unexpected = given.filter((name) => !required.includes(name) && !optionalParams.includes(name));
  const problems = [
    ...(missing.length > 0 ? [`missing required parameter(s): ${missing.join(', ')}`] : []),
    ...(unexpected.length > 0 && !anyParams ? [`unexpected parameter(s): ${unexpected.join(', ')}`] : []),
  ];
  return problems.length > 0 ? problems.join('; ') : undefined;
}

/** Parameters a condition must have where its definition does not say. */
export const CONDITION_PARAMS: readonly string[] = ['value'];
/** Parameters an action must have where its definition does not say. */
export const ACTION_PARAMS: readonly string[] = [];
