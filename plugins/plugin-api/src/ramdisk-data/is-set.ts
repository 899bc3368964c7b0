import { isJsonObject } from '../json/json-object.js';

/**
 * Whether a value counts as set. Not set are absent, null, `false`, `0`, the empty text, the empty list and
 * the empty object; the text `0` is set. This is the rule for "only what is not set yet is written".
 */
export const isSet = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.length > 0;
  if (isJsonObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
};
