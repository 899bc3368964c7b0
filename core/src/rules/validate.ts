import type { StoredAction, StoredCondition } from '../db/types.js';
import { InspectorError, type RuleParams, thrownText } from '@inspector/plugin-api';
import { parseParams } from './compile.js';
import { compileField } from './field.js';
import { mistypedMembers } from '../rule-form/members.js';
import { ACTION_PARAMS, CONDITION_PARAMS, paramsProblem, type Operators } from './operators.js';
import { actionsSchema, compileSchema, conditionsSchema } from './schema.js';
import { templateFault } from './unfillable.js';

/**
 * Checks rules before they are stored. Every method throws `INSP_RULE_INVALID` (400). What is likely a mistake
 * although it can be stored is returned, a sentence each.
 */
export interface RuleValidator {
  /** The list of conditions against the schema. */
  checkConditionsShape(conditions: unknown): void;
  /** One condition: scheme, path, then parameters. */
  checkCondition(condition: StoredCondition): string[];
  /** The list of actions against the schema. */
  checkActionsShape(actions: unknown): void;
  /** The parameters of one action. */
  checkAction(action: StoredAction): string[];
}

/** Makes a validator for the installed operators. */
export function createRuleValidator({ conditions, actions }: Operators): RuleValidator {
  const conditionsProblem = compileSchema(conditionsSchema([...conditions.keys()]));
  const actionsProblem = compileSchema(actionsSchema([...actions.keys()]));
  return {
    checkConditionsShape: (value) => refuse('Validation failed for conditions', conditionsProblem(value)),
    checkActionsShape: (value) => refuse('Validation failed for actions', actionsProblem(value)),
    checkCondition: ({ op, field, params: text }) => {
      compileField(field);
      const operator = conditions.get(op);
      if (operator === undefined) return [];
      const { definition, instance } = operator;
      return checkParams(`Invalid parameters for operator ${op}`, text, (params) => {
        demand(paramsProblem(definition, params, CONDITION_PARAMS));
        instance.validate?.(params);
        instance.compile(params);
        return mistypedMembers(definition, params);
      });
    },
    checkAction: ({ action, params: text }) => {
      const operator = actions.get(action);
      if (operator === undefined) return [];
      const { definition, instance } = operator;
      return checkParams(`Invalid parameters for action ${action}`, text, (params) => {
        demand(paramsProblem(definition, params, ACTION_PARAMS));
        instance.validate?.(params);
        return (definition.formattedParams ?? []).flatMap((name) => templateDoubts(action, name, params));
      });
    },
  };
}

function templateDoubts(action: string, name: string, params: RuleParams): string[] {
  const fault = templateFault(params[name] ?? null);
  if (fault === undefined) return [];
  if (fault.isUnbalanced) throw new Error(`${name} has ${fault.message}`);
  return [
    `The ${name} of action ${action} has a template that no data can fill: ${fault.message}. ` +
      'A brace that means itself is doubled: {{ and }}',
  ];
}

function refuse(what: string, problem: string | undefined): void {
  if (problem === undefined) return;
  throw new InspectorError('INSP_RULE_INVALID', `${what}: ${problem}`);
}

function demand(problem: string | undefined): void {
  if (problem !== undefined) throw new Error(problem);
}

function checkParams(what: string, text: string, check: (params: RuleParams) => string[]): string[] {
  try {
    return check(parseParams(text));
  } catch (error) {
    throw new InspectorError('INSP_RULE_INVALID', `${what}: ${thrownText(error)}`, { cause: error });
  }
}
