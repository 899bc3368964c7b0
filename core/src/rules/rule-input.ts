import { randomUUID } from 'node:crypto';
import type { RuleRepository } from '../db/types.js';
import { InspectorError } from '@inspector/plugin-api';
import { canonicalUuid } from '../node/uuid.js';
import { writeVerbatim } from '@inspector/plugin-api/rule-values';
import { hasIronicForm, IRONIC_FORM_HINT } from '../rule-form/ironic/form.js';
import { ACTION_MEMBERS, CONDITION_MEMBERS, unknownMembers } from '../rule-form/members.js';
import type { RuleValidator } from './validate.js';

/** A rule ready to be stored. */
export type NewRule = Parameters<RuleRepository['create']>[0][number];

/** A JSON object as received: plain for checking, verbatim for keeping the numbers as written. */
export interface Received {
  readonly plain: Readonly<Record<string, unknown>>;
  readonly verbatim: Readonly<Record<string, unknown>>;
}

const MAX_UUID_LENGTH = 36;
const MAX_SCOPE_LENGTH = 255;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Both readings of one JSON object. @throws INSP_BAD_REQUEST when it is none */
export function received(plain: unknown, verbatim: unknown): Received {
  if (!isRecord(plain) || !isRecord(verbatim)) {
    throw new InspectorError('INSP_BAD_REQUEST', 'A rule must be a JSON object');
  }
  return { plain, verbatim };
}

const own = (object: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/**
 * Checks a rule and brings it into the form that is stored.
 *
 * @param doubt - gets what is likely a mistake although it can be stored, a sentence each
 * @throws INSP_BAD_REQUEST for anything that is no rule; INSP_RULE_INVALID for wrong conditions and actions
 */
export function readRule(
  { plain, verbatim }: Received,
  validator: RuleValidator,
  doubt: (sentence: string) => void,
): NewRule {
  if (hasIronicForm(plain)) throw new InspectorError('INSP_RULE_INVALID', IRONIC_FORM_HINT);
  unknownMembers(plain).forEach(doubt);
  const uuid = readUuid(own(plain, 'uuid'));
  const description = readText(plain, 'description');
  const scope = readScope(plain);
  const priority = readPriority(own(plain, 'priority'));
  const sensitive = readFlag(own(plain, 'sensitive'));
  const conditions = Object.hasOwn(plain, 'conditions') ? plain['conditions'] : [];
  const actions = Object.hasOwn(plain, 'actions') ? plain['actions'] : [];

  validator.checkConditionsShape(conditions);
  const storedConditions = items(conditions, own(verbatim, 'conditions')).map((condition) => {
    const stored = {
      op: String(condition.plain['op']),
      field: String(condition.plain['field']),
      multiple: String(own(condition.plain, 'multiple') ?? 'any'),
      invert: own(condition.plain, 'invert') === true,
      params: paramsText(condition, CONDITION_MEMBERS),
    };
    validator.checkCondition(stored).forEach(doubt);
    return stored;
  });
  validator.checkActionsShape(actions);
  const storedActions = items(actions, own(verbatim, 'actions')).map((action) => {
    const stored = { action: String(action.plain['action']), params: paramsText(action, ACTION_MEMBERS) };
    validator.checkAction(stored).forEach(doubt);
    return stored;
  });
  return {
    uuid,
    description,
    scope,
    priority,
    sensitive,
    conditions: storedConditions,
    actions: storedActions,
  };
}

function items(plain: unknown, verbatim: unknown): Received[] {
  const texts: readonly unknown[] = Array.isArray(verbatim) ? verbatim : [];
  return Array.isArray(plain) ? plain.map((item: unknown, index) => received(item, texts[index])) : [];
}

/** JSON text of everything but the given keys, numbers as they were written. */
function paramsText({ verbatim }: Received, without: readonly string[]): string {
  const params = Object.entries(verbatim).filter(([key]) => !without.includes(key));
  return writeVerbatim(Object.fromEntries(params));
}

function readUuid(value: unknown): string {
  if (value === undefined || value === null || value === '') return randomUUID();
  if (typeof value !== 'string' || value.length > MAX_UUID_LENGTH || canonicalUuid(value) === undefined) {
    throw new InspectorError('INSP_BAD_REQUEST', 'Invalid UUID value');
  }
  return value;
}

function readText(rule: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = own(rule, key) ?? null;
  if (value !== null && typeof value !== 'string') {
    throw new InspectorError('INSP_BAD_REQUEST', `Invalid ${key}: it must be a string or null`);
  }
  return value;
}

function readScope(rule: Readonly<Record<string, unknown>>): string | null {
  const scope = readText(rule, 'scope');
  if (scope !== null && Array.from(scope).length > MAX_SCOPE_LENGTH) {
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      `Invalid scope: the length of the scope should be within ${String(MAX_SCOPE_LENGTH)} characters`,
    );
  }
  return scope;
}

function readPriority(value: unknown): number {
  const priority = value ?? 0;
  if (typeof priority !== 'number' || !Number.isInteger(priority) || Math.abs(priority) > 0x7fffffff) {
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      'Invalid priority: it must be an integer of at most 32 bits',
    );
  }
  return priority;
}

function readFlag(value: unknown): boolean {
  const flag = value ?? false;
  if (typeof flag !== 'boolean') {
    throw new InspectorError('INSP_BAD_REQUEST', 'Invalid sensitive: it must be true or false');
  }
  return flag;
}
