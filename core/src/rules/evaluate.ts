import {
  type Json,
  type JsonObject,
  InspectorError,
  type NodeHandle,
  thrownText,
} from '@inspector/plugin-api';
import {
  describe,
  ExpressionBudget,
  withExpressionBudget,
  withNumberForms,
} from '@inspector/plugin-api/rule-values';
import type { CompiledCondition, CompiledRule, Part } from './compile.js';
import type { CompiledField } from './field.js';
import { viewOfNode } from './node-view.js';
import { namesSecret } from '../json/secrets.js';

/** How a condition went. */
export interface ConditionOutcome {
  /** The values looked at, up to the one that decided. */
  readonly values: readonly Json[];
  /** For each of them the result, inverted where the condition says so. */
  readonly results: readonly boolean[];
  readonly holds: boolean;
}

const MISSING: ConditionOutcome = { values: [], results: [], holds: false };

/** What the conditions of one run look at. Fields are looked up once, the node is read when first needed. */
export class Evaluation {
  readonly #found = new Map<CompiledField, readonly Json[]>();
  #nodeView: JsonObject | undefined;
  /** Shared by all values of all rules: a post chooses how many values there are. */
  readonly #budget = new ExpressionBudget();

  /** @param data - introspection data with number forms (see `withNumberForms`) */
  constructor(
    readonly data: JsonObject,
    readonly node: NodeHandle,
  ) {}

  /** Whether the scope of a rule takes in the node. */
  async isInScope(rule: CompiledRule): Promise<boolean> {
    return rule.scope === null || rule.scope === (await this.nodeScope());
  }

  /** `properties.inspection_scope` of the node; null when it has none. */
  async nodeScope(): Promise<Json> {
    const { properties } = await this.node.node();
    return properties && Object.hasOwn(properties, 'inspection_scope')
      ? (properties['inspection_scope'] ?? null)
      : null;
  }

  /** Whether scope and all conditions of a rule hold. Throws `INSP_RULE_FAILED` if it cannot be checked. */
  async matches(rule: CompiledRule): Promise<boolean> {
    if (rule.scope !== null && !(await this.isInScope(rule))) return false;
    for (const condition of rule.conditions) {
      if (!(await this.check(rule, condition)).holds) return false;
    }
    return true;
  }

  /** Checks one condition. Throws `INSP_RULE_FAILED` naming rule, field and value. */
  async check(rule: CompiledRule, part: Part<CompiledCondition>): Promise<ConditionOutcome> {
    if ('problem' in part) throw unusable(rule, `condition ${part.op}`, part.problem);
    const condition = part.ready;
    let found = this.#found.get(condition.field);
    if (found === undefined) {
      found = await this.#find(rule, condition);
      this.#found.set(condition.field, found);
    }
    if (found.length === 0) return condition.allowNone ? this.#checkAll(rule, condition, [null]) : MISSING;
    return this.#checkAll(rule, condition, found);
  }

  async #find(rule: CompiledRule, condition: CompiledCondition): Promise<readonly Json[]> {
    if (condition.field.source === 'node')
      this.#nodeView ??= withNumberForms(viewOfNode(await this.node.node()));
    const root = condition.field.source === 'node' ? (this.#nodeView ?? {}) : this.data;
    try {
      return condition.field.find(root);
    } catch (error) {
      throw uncheckable(rule, condition, undefined, error);
    }
  }

  async #checkAll(
    rule: CompiledRule,
    condition: CompiledCondition,
    found: readonly Json[],
  ): Promise<ConditionOutcome> {
    const { multiple, invert } = condition;
    const results: boolean[] = [];
    for (const value of found) {
      const result = (await this.#checkValue(rule, condition, value)) !== invert;
      results.push(result);
      if (multiple === 'first' || result === (multiple !== 'all')) break;
    }
    return { values: found.slice(0, results.length), results, holds: results.at(-1) ?? false };
  }

  async #checkValue(rule: CompiledRule, condition: CompiledCondition, value: Json): Promise<boolean> {
    try {
      return await withExpressionBudget(this.#budget, () => condition.check(value, this.node));
    } catch (error) {
      throw uncheckable(rule, condition, value, error);
    }
  }
}

/** A part of a stored rule that cannot be used, for instance because its plugin is not installed any more. */
export function unusable(rule: CompiledRule, what: string, cause: Error): InspectorError {
  return new InspectorError(
    'INSP_RULE_FAILED',
    `Rule "${rule.name}": ${what} cannot be used: ${cause.message}`,
    { cause },
  );
}

function uncheckable(
  rule: CompiledRule,
  { op, fieldText }: CompiledCondition,
  value: Json | undefined,
  error: unknown,
): InspectorError {
  const isSecret = rule.sensitive || namesSecret(fieldText);
  const shown = value === undefined || isSecret ? '' : ` with the value ${shownValue(value)}`;
  const reason = isSecret ? 'the value does not fit' : thrownText(error);
  return new InspectorError(
    'INSP_RULE_FAILED',
    `Rule "${rule.name}": condition ${op} cannot be checked for field ${fieldText}${shown}: ${reason}`,
    { cause: error },
  );
}

function shownValue(value: Json): string {
  try {
    return describe(value);
  } catch (error) {
    return `of type ${typeof value} (${thrownText(error)})`;
  }
}
