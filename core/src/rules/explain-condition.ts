import { thrownText } from '@inspector/plugin-api';
import type { Json, JsonObject } from '@inspector/plugin-api';
import type { CompiledCondition, CompiledRule, Part } from './compile.js';
import type { ConditionOutcome, Evaluation } from './evaluate.js';
import { plainNumbers, quotedRuleText } from '@inspector/plugin-api/rule-values';
import { HIDDEN, hideSecrets, namesSecret } from '../json/secrets.js';

/** A condition as an explanation shows it. */
export interface ExplainedCondition {
  readonly body: JsonObject;
  readonly holds: boolean;
  /** Why it cannot be checked; the introspection would fail with it. */
  readonly error: string | undefined;
}

/** Characters of a value shown in the one-line text. */
const SHOWN_LENGTH = 60;

/** Checks a condition and describes what it found, the comparison and the verdict. */
export async function explainCondition(
  rule: CompiledRule,
  part: Part<CompiledCondition>,
  evaluation: Evaluation,
): Promise<ExplainedCondition> {
  let outcome: ConditionOutcome | undefined;
  let error: string | undefined;
  try {
    outcome = await evaluation.check(rule, part);
  } catch (reason) {
    error = thrownText(reason);
  }
  const holds = outcome?.holds ?? false;
  const result = { holds, ...(error === undefined ? {} : { error }) };
  if ('problem' in part) return { body: { op: part.op, ...result }, holds, error };
  if (rule.sensitive) return { body: { op: part.ready.op, field: HIDDEN, ...result }, holds, error };
  return { body: { ...describe(part.ready, outcome), ...result }, holds, error };
}

function describe(condition: CompiledCondition, outcome: ConditionOutcome | undefined): JsonObject {
  const { op, fieldText: field, params, multiple, invert } = condition;
  const isSecret = namesSecret(field);
  const show = (value: Json): Json => (isSecret ? HIDDEN : hideSecrets(plainNumbers(value)));
  const shownParams = isSecret ? HIDDEN : show({ ...params });
  const values = (outcome?.values ?? []).map((value, index) => ({
    value: show(value),
    result: outcome?.results[index] ?? false,
  }));
  const found = values.map(({ value }) => shorten(quotedRuleText(value))).join(', ');
  const comparison = `${invert ? 'not ' : ''}${op} ${shorten(quotedRuleText(shownParams))}`;
  return {
    field,
    op,
    params: shownParams,
    multiple,
    invert,
    values,
    text: `${field} = ${found === '' ? '(nothing)' : found}: ${comparison}`,
  };
}

const shorten = (text: string): string =>
  text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}...` : text;
