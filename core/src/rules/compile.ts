import type { Json, NodeHandle, RuleParams } from '@inspector/plugin-api';
import { breathing } from '../tasks/breath.js';
import type { StoredAction, StoredCondition, StoredRule } from '../db/types.js';
import { compileField, type CompiledField } from './field.js';
import { compileFormat, type Formatter } from './format/format.js';
import { isObject, parseNumberForms } from '@inspector/plugin-api/rule-values';
import type { ActionOperator, Operators } from './operators.js';

/** A condition ready to check. */
export interface CompiledCondition {
  readonly op: string;
  readonly fieldText: string;
  readonly field: CompiledField;
  readonly multiple: string;
  readonly invert: boolean;
  readonly params: RuleParams;
  readonly allowNone: boolean;
  check(value: Json, node: NodeHandle): boolean | Promise<boolean>;
}

/** An action ready to run. */
export interface CompiledAction {
  readonly action: string;
  readonly params: RuleParams;
  readonly operator: ActionOperator;
  /** Parameters with templates, by name. */
  readonly formatters: ReadonlyMap<string, Formatter>;
}

/** A part of a rule, or why it cannot be used. */
export type Part<T> = { readonly ready: T } | { readonly op: string; readonly problem: Error };

/** A rule ready to run. Parts that cannot be used say so only when they are needed. */
export interface CompiledRule {
  readonly uuid: string;
  /** Description, or the UUID where there is none. */
  readonly name: string;
  readonly scope: string | null;
  readonly sensitive: boolean;
  readonly conditions: readonly Part<CompiledCondition>[];
  readonly actions: readonly Part<CompiledAction>[];
}

/** Compiles rules in the order they run in: higher priority first, then as they were created. */
export async function compileRules(
  rules: readonly StoredRule[],
  operators: Operators,
): Promise<CompiledRule[]> {
  const fields = new Map<string, CompiledField>();
  const breathe = breathing();
  const compiled: CompiledRule[] = [];
  const inOrder = rules
    .filter((rule) => !rule.disabled)
    .toSorted((left, right) => right.priority - left.priority);
  for (const rule of inOrder) {
    compiled.push({
      uuid: rule.uuid,
      name: rule.description === null || rule.description === '' ? rule.uuid : rule.description,
      scope: rule.scope === '' ? null : rule.scope,
      sensitive: rule.sensitive,
      conditions: rule.conditions.map((condition) =>
        part(condition.op, () => compileCondition(condition, operators, fields)),
      ),
      actions: rule.actions.map((action) => part(action.action, () => compileAction(action, operators))),
    });
    await breathe();
  }
  return compiled;
}

function part<T>(op: string, compile: () => T): Part<T> {
  try {
    return { ready: compile() };
  } catch (error) {
    return { op, problem: error instanceof Error ? error : new Error(String(error)) };
  }
}

function compileCondition(
  condition: StoredCondition,
  { conditions }: Operators,
  fields: Map<string, CompiledField>,
): CompiledCondition {
  const { op, field: fieldText, multiple, invert } = condition;
  const operator = conditions.get(op);
  if (operator === undefined) throw new Error(`no installed plugin offers the condition "${op}"`);
  const params = parseParams(condition.params);
  const field = fields.get(fieldText) ?? compileField(fieldText);
  fields.set(fieldText, field);
  const check = operator.instance.compile(params);
  const allowNone = operator.definition.allowNone ?? false;
  return { op, fieldText, field, multiple, invert, params, allowNone, check };
}

function compileAction(stored: StoredAction, { actions }: Operators): CompiledAction {
  const { action } = stored;
  const operator = actions.get(action);
  if (operator === undefined) throw new Error(`no installed plugin offers the action "${action}"`);
  const params = parseParams(stored.params);
  const formatters = new Map<string, Formatter>();
  for (const name of operator.definition.formattedParams ?? []) {
    if (Object.hasOwn(params, name)) formatters.set(name, compileFormat(params[name] ?? null));
  }
  return { action, params, operator, formatters };
}

/** Reads stored parameters, number forms kept; frozen, because every introspection gets the same ones. */
export function parseParams(text: string): RuleParams {
  const params = text === '' ? {} : parseNumberForms(text);
  return freeze(isObject(params) ? params : {});
}

function freeze<T extends Json>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(freeze);
  return Object.freeze(value);
}
