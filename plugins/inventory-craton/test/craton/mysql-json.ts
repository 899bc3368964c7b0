import { formatJson } from '@inspector/plugin-api/inventory';
import { readJson } from '@inspector/plugin-api/json';
import type { Json } from '@inspector/plugin-api';

const MOST = 2n ** 64n - 1n;
const LEAST = -(2n ** 63n);

/** A failure of the database behind Craton, which answers 500 then. */
export class DatabaseFailure extends Error {}

/**
 * What a JSON column of MySQL gives back: members sorted by length and then by name, integers beyond 64 bits as floating point. Half
 * a character is refused.
 */
export function asStored(value: Json): Json {
  if (typeof value === 'bigint') return value > MOST || value < LEAST ? Number(value) : value;
  if (typeof value === 'string') return checked(value);
  if (Array.isArray(value)) return value.map(asStored);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => one.length - other.length || (one < other ? -1 : 1))
      .map(([key, item]) => [checked(key), asStored(item)]),
  );
}

function checked(text: string): string {
  if (/[\ud800-\udfff]/u.test(text)) throw new DatabaseFailure('surrogates not allowed');
  return text;
}

/** How the usual collation of MySQL sees a name. */
export const collated = (name: string): string =>
  name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trimEnd();

/** JSON as Craton answers it: sorted, indent 2, a newline at the end. */
export const answerText = (value: Json): string => `${formatJson(value, { indent: 2, order: 'sorted' })}\n`;

/** A body, or undefined where it is no JSON. */
export function bodyOf(text: string): Json | undefined {
  try {
    return text === '' ? null : readJson(text);
  } catch {
    return undefined;
  }
}
