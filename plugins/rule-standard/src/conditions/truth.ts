import { defineCondition, type ConditionDefinition, type Json } from '@inspector/plugin-api';
import { numberOf } from '@inspector/plugin-api/rule-values';

/** The field is true, a number other than 0, or one of the texts `true` and `yes` in any case. */
export const isTrue = truthCondition('is-true', (value) => truthOf(value) === true);
/** The field is false, 0, null, or one of the texts `false` and `no` in any case. */
export const isFalse = truthCondition('is-false', (value) => value === null || truthOf(value) === false);

function truthCondition(id: string, check: (value: Json) => boolean): ConditionDefinition {
  return defineCondition({ id, requiredParams: [], setup: () => ({ compile: () => check }) });
}

const TEXTS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['false', false],
  ['no', false],
]);

/** undefined: the value says neither. */
function truthOf(value: Json): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return TEXTS.get(value.toLowerCase());
  const number = numberOf(value);
  return number === undefined ? undefined : number !== 0;
}
