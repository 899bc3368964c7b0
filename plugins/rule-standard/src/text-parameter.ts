import type { Json, RuleParams } from '@inspector/plugin-api';

/** Checks that parameters are texts with at least one character. Throws Error naming the first that is not. */
export function requireTexts(params: RuleParams, names: readonly string[]): void {
  for (const name of names) {
    const value = params[name];
    if (typeof value !== 'string' || value === '') throw new Error(`${name} must be a non-empty string`);
  }
}

/** A parameter {@link requireTexts} has checked. */
export const textParameter = (params: RuleParams, name: string): string => {
  const value = params[name];
  return typeof value === 'string' ? value : '';
};

/** Whether a flag counts as set: absent, null, false, 0, and empty texts, lists and objects do not. */
export function isSetFlag(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value);
  return value instanceof Number ? value.valueOf() !== 0 : Object.keys(value).length > 0;
}

/** Checks that `value` is among the parameters; null is allowed. */
export function requireValue(params: RuleParams): void {
  if (!Object.hasOwn(params, 'value')) throw new Error('missing required parameter(s): value');
}
