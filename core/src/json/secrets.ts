import type { Json } from '@inspector/plugin-api';
import { isObject } from '@inspector/plugin-api/rule-values';

/** Stands for a value that must not be shown. */
export const HIDDEN = '<hidden>';

const SECRET = /passw(?:or)?d|token|secret|credential|private_key/i;

/** Whether a field, path or parameter is named like one that holds a credential. */
export const namesSecret = (name: string): boolean => SECRET.test(name);

/** The same value with everything under secret names hidden; deeper than 50 levels all is. */
export function hideSecrets(value: Json, depth = 0): Json {
  if (depth > 50) return HIDDEN;
  if (Array.isArray(value)) return value.map((item) => hideSecrets(item, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      namesSecret(key) ? HIDDEN : hideSecrets(item, depth + 1),
    ]),
  );
}
