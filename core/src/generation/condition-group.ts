import {
  InspectorError,
  thrownText,
  type Json,
  type NodeHandle,
  type RuleParams,
} from '@inspector/plugin-api';
import { withNumberForms } from '@inspector/plugin-api/rule-values';
import type { ConditionSettings } from '../config/options/inventory-generate.js';
import { CONDITION_PARAMS, paramsProblem, type ConditionOperator } from '../rules/operators.js';
import { fieldFinder } from './field.js';
import type { ConditionGroup, GenerationSubject } from './types.js';

/** Members of a condition that are no parameters of its operator. */
const OWN_MEMBERS: ReadonlySet<string> = new Set(['op', 'field', 'multiple', 'invert']);

/**
 * Prepares a group of hosts for which all conditions hold. They are written as in rules, but a field without scheme is what the
 * inventory says of the host.
 *
 * @throws `INSP_CONFIG_INVALID` naming the group and the condition that cannot be used
 */
export function conditionGroup(
  name: string,
  conditions: readonly ConditionSettings[],
  operators: ReadonlyMap<string, ConditionOperator>,
): ConditionGroup {
  const tests = conditions.map((condition) => {
    try {
      return conditionTest(condition, operators);
    } catch (cause) {
      throw new InspectorError(
        'INSP_CONFIG_INVALID',
        `inventory.generate.groups.${name}: the condition ${condition.op} of ${condition.field} cannot be used: ${thrownText(cause)}`,
        { cause },
      );
    }
  });
  return { name, holds: (subject) => tests.every((test) => test(subject)) };
}

function conditionTest(
  condition: ConditionSettings,
  operators: ReadonlyMap<string, ConditionOperator>,
): (subject: GenerationSubject) => boolean {
  const { op, field, multiple, invert } = condition;
  const operator = operators.get(op);
  if (operator === undefined)
    throw new Error(`no installed plugin offers it; there are ${[...operators.keys()].join(', ')}`);
  const { definition, instance } = operator;
  const params = Object.fromEntries(
    Object.entries(condition).filter(([name]) => !OWN_MEMBERS.has(name)),
  ) as RuleParams;
  const problem = paramsProblem(definition, params, CONDITION_PARAMS);
  if (problem !== undefined) throw new Error(problem);
  instance.validate?.(params);
  const check = instance.compile(params);
  const find = fieldFinder(field);
  return (subject) => {
    const found = find(subject);
    const values: readonly Json[] = found.length === 0 && definition.allowNone === true ? [null] : found;
    const results = (multiple === 'first' ? values.slice(0, 1) : values).map(
      (value) => atOnce(check(withNumberForms(value), NO_NODE)) !== (invert === true),
    );
    if (results.length === 0) return false;
    return multiple === 'all' ? results.every(Boolean) : results.some(Boolean);
  };
}

function atOnce(result: boolean | Promise<boolean>): boolean {
  if (typeof result === 'boolean') return result;
  result.catch(() => undefined);
  throw new Error('it asks somebody else, which conditions of groups cannot');
}

/** Conditions of groups look at values, and at no node of the bare metal service. */
const NO_NODE = new Proxy({} as NodeHandle, {
  get: () => {
    throw new Error('it looks at the node, which conditions of groups cannot');
  },
});
