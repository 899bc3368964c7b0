import type { StoredAction, StoredCondition } from '../db/types.js';
import { InspectorError, type RuleParams, thrownText } from '@inspector/plugin-api';
import { parseParams } from './compile.js';
import { compileField } from './field.js';
import { findUnbalancedBrace } from './format/format.js';
import { ACTION_PARAMS, CONDITION_PARAMS, paramsProblem, type Operators } from './operators.js';
import { actionsSchema, compileSchema, conditionsSchema } from './schema.js';

/** Checks rules before they are stored. Every method throws `INSP_RULE_INVALID` (400). */
export interface RuleValidator {
  /** The list of conditions against the schema. */
  checkConditionsShape(conditions: unknown): void;
  /** One condition: scheme, path, then parameters. */
  checkCondition(condition: StoredCondition): void;
  /** The list of actions against the schema. */
  checkActionsShape(actions: unknown): void;
  /** The parameters of one action. */
  checkAction(action: StoredAction): void;
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
      if (operator === undefined) return;
      const { definition, instance } = operator;
      checkParams(`Invalid parameters for operator ${op}`, text, (params) => {
        demand(paramsProblem(definition, params, CONDITION_PARAMS));
        instance.validate?.(params);
        instance.compile(params);
      });
    },
    checkAction: ({ action, params: text }) => {
      const operator = actions.get(action);
      if (operator === undefined) return;
      const { definition, instance } = operator;
      checkParams(`Invalid parameters for action ${action}`, text, (params) => {
        demand(paramsProblem(definition, params, ACTION_PARAMS));
        instance.validate?.(params);
        for (const name of definition.formattedParams ?? []) {
          const problem = findUnbalancedBrace(params[name] ?? null);
          demand(problem === undefined ? undefined : `${name} has ${problem}`);
        }
      });
    },
  };
}

function refuse(what: string, problem: string | undefined, cause?: unknown): void {
  if (problem === undefined) return;
  throw new InspectorError('INSP_RULE_INVALID', `${what}: ${problem}`, { cause });
}

function demand(problem: string | undefined): void {
  if (problem !== undefined) throw new Error(problem);
}

function checkParams(what: string, text: string, check: (params: RuleParams) => void): void {
  try {
    check(parseParams(text));
  } catch (error) {
    refuse(what, thrownText(error), error);
  }
}
