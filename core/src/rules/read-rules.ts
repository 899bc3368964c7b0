import { InspectorError } from '@inspector/plugin-api';
import { parseVerbatim } from '@inspector/plugin-api/rule-values';
import { breathing } from '../tasks/breath.js';
import { readRule, received, type NewRule, type Received } from './rule-input.js';
import { splitList } from './split-list.js';
import type { RuleValidator } from './validate.js';

/** Rules in one import. More of them would hold up whoever else writes to the database for many seconds. */
export const MOST_RULES = 50_000;

/** A rule and what its author should know about it, a sentence each. */
export interface DoubtfulRule {
  readonly rule: NewRule;
  readonly doubts: readonly string[];
}

/**
 * Reads the text of a request that creates one rule. What ironic-inspector accepts without a word and what still is
 * likely a mistake (unknown members, templates that can never be filled) is returned beside the rule.
 *
 * @throws INSP_BAD_REQUEST for anything that is no rule; INSP_RULE_INVALID for wrong conditions and actions.
 */
export function readOneRule(text: string, validator: RuleValidator): DoubtfulRule {
  const doubts: string[] = [];
  parsePlain(text);
  return { rule: readRule(receivedFrom(text), validator, (doubt) => doubts.push(doubt)), doubts };
}

/**
 * Reads the text of an import: one rule or a list of them. What {@link readOneRule} only doubts is refused here.
 *
 * @throws the same errors; of a list the message says which rule is meant.
 */
export async function readRuleList(text: string, validator: RuleValidator): Promise<NewRule[]> {
  const plain = parsePlain(text);
  if (!Array.isArray(plain)) return [readRule(receivedFrom(text), validator, refuse)];
  if (plain.length > MOST_RULES) {
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      `The import has ${String(plain.length)} rules, and at most ${String(MOST_RULES)} are taken at once. Import them in parts.`,
    );
  }
  const rules: NewRule[] = [];
  const breathe = breathing();
  for (const item of splitList(text)) {
    rules.push(
      numbered(rules.length + 1, plain.length, () => readRule(receivedFrom(item), validator, refuse)),
    );
    await breathe();
  }
  return rules;
}

function refuse(doubt: string): never {
  throw new InspectorError('INSP_RULE_INVALID', doubt);
}

function numbered<T>(number: number, count: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!InspectorError.is(error)) throw error;
    const place = `Rule ${String(number)} of ${String(count)}: `;
    throw new InspectorError(error.code, place + error.message, { cause: error });
  }
}

const receivedFrom = (text: string): Received =>
  readable(() => received(JSON.parse(text) as unknown, parseVerbatim(text)));

const parsePlain = (text: string): unknown => readable(() => JSON.parse(text) as unknown);

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (InspectorError.is(cause)) throw cause;
    const reason = cause instanceof RangeError ? 'it is nested too deeply' : 'it is not JSON';
    throw new InspectorError('INSP_BAD_REQUEST', `The rule cannot be read: ${reason}`, { cause });
  }
}
