import { booleanOf, OPTION_WORDS } from '@inspector/plugin-api/options';
import type { Option } from './option.js';

const trimmedParts = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const pairs = (text: string): Record<string, string> =>
  Object.fromEntries(
    trimmedParts(text).map((pair) => {
      const colon = pair.indexOf(':');
      return colon < 0 ? [pair, ''] : [pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()];
    }),
  );

/** How a list of texts begins in JSON; an address in brackets or an object is something else. */
const JSON_LIST = /^\s*\[\s*["\]]/;

/** What is written as JSON; a text that is none stays as it is. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * Turns text into the type of an option where text is a spelling of it: lists and tables may be written as
 * `a,b` and `a:b,c:d`, or as JSON, in a file too. Whatever does not fit is left alone for the schema to refuse.
 *
 * @param fromEnvironment - environment variables are always text, so numbers and booleans are read from it;
 *   in a file `'5050'` is not a number, and saying so is kinder than guessing.
 */
export function coerceOption(option: Option<unknown>, value: unknown, fromEnvironment: boolean): unknown {
  if (typeof value !== 'string') return value;
  const { type } = option.schema;
  if (type === 'array') return JSON_LIST.test(value) ? fromJson(value) : trimmedParts(value);
  if (type === 'object') return value.trimStart().startsWith('{') ? fromJson(value) : pairs(value);
  if (!fromEnvironment) return value;
  if (type === 'integer' && /^\s*[+-]?\d+\s*$/.test(value)) return Number(value);
  if (type === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  if (type === 'boolean') return booleanOf(value, OPTION_WORDS) ?? value;
  return value;
}
