import { integerIn, shortInteger } from '../json/integer.js';
import type { Json } from '../json/types.js';
import { MAX_INTEGER_DIGITS } from '../json/unlike-numbers.js';
import { isFloat, isObject, numberOf } from './numbers.js';
import { quotedRuleText } from './text.js';

/** Names of the comparison operators. */
export type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

const MAX_DEPTH = 400;
const INTEGER = /^\s*([+-]?)(\d+(?:_\d+)*)\s*$/;
const FLOAT =
  /^\s*[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?\s*$/;
const SPECIAL = /^\s*([+-]?)(inf|infinity|nan)\s*$/i;

/**
 * Prepares a comparison with the value of a rule. The field is brought to the form of that value first: an
 * integer (or boolean) asks for an integer, a float for a float, anything else takes the field as it is.
 *
 * The function made throws Error with a text such as `"abc" is not an integer` where the two cannot be
 * compared.
 */
export function compileComparison(op: Comparison, expected: Json): (field: Json) => boolean {
  const convert = converter(expected);
  const right = typeof expected === 'boolean' ? Number(expected) : expected;
  const test = COMPARISONS[op];
  return (field) => test(convert(field), right);
}

const COMPARISONS: Readonly<Record<Comparison, (left: Json, right: Json) => boolean>> = {
  eq: (left, right) => isEqualValue(left, right),
  ne: (left, right) => !isEqualValue(left, right),
  lt: (left, right) => order(left, right, 'lt') < 0,
  le: (left, right) => order(left, right, 'le') <= 0,
  gt: (left, right) => order(left, right, 'gt') > 0,
  ge: (left, right) => order(left, right, 'ge') >= 0,
};

function converter(expected: Json): (field: Json) => Json {
  if (isFloat(expected)) return toFloat;
  return typeof expected === 'boolean' || numberOf(expected) !== undefined ? toInteger : (field) => field;
}

/**
 * A field as integer: floats are cut towards zero, texts must be decimal, booleans count 1 and 0. A BigInt beyond
 * 2^53 - 1.
 */
export function toInteger(field: Json): number | bigint {
  if (typeof field === 'boolean') return Number(field);
  const number = numberOf(field);
  if (typeof number === 'bigint') return number;
  if (number !== undefined && Number.isFinite(number)) return shortInteger(Math.trunc(number));
  const parts = typeof field === 'string' ? INTEGER.exec(field) : null;
  const digits = parts?.[2]?.replaceAll('_', '') ?? '';
  if (parts === null || digits.length > MAX_INTEGER_DIGITS) {
    throw new Error(`${describe(field)} is not an integer`);
  }
  return integerIn(`${parts[1] === '-' ? '-' : ''}${digits}`);
}

/** A field as float: texts may have sign, fraction and exponent, booleans count 1 and 0. */
export function toFloat(field: Json): number {
  if (typeof field === 'boolean') return Number(field);
  const number = numberOf(field);
  if (number !== undefined) return floatOf(number);
  if (typeof field === 'string') {
    if (FLOAT.test(field)) return Number(field.replaceAll('_', ''));
    const special = SPECIAL.exec(field);
    if (special !== null) return specialFloat(special[1] === '-', special[2] ?? '');
  }
  throw new Error(`${describe(field)} is not a number`);
}

function floatOf(number: number | bigint): number {
  const float = Number(number);
  if (typeof number === 'bigint' && !Number.isFinite(float)) {
    throw new Error(`${describe(number)} is too large for a number with a fraction`);
  }
  return float;
}

function specialFloat(negative: boolean, name: string): number {
  if (name.toLowerCase() === 'nan') return Number.NaN;
  return negative ? -Infinity : Infinity;
}

/**
 * Deep equality of JSON values. Numbers are equal by value whatever their form, and true and false equal 1
 * and 0, as rules have always had it. Throws RangeError for values nested beyond 400 levels.
 */
export function isEqualValue(left: Json, right: Json, depth = 0): boolean {
  const number = numeric(left);
  if (number !== undefined) return isEqualNumber(number, numeric(right));
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return left === right;
  }
  if (depth >= MAX_DEPTH) throw new RangeError(`values nested deeper than ${String(MAX_DEPTH)} levels`);
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => isEqualValue(item, right[index] ?? null, depth + 1))
    );
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) => Object.hasOwn(right, key) && isEqualValue(left[key] ?? null, right[key] ?? null, depth + 1),
    )
  );
}

/** Negative, zero, positive; NaN where neither is before the other. */
function order(left: Json, right: Json, op: Comparison, depth = 0): number {
  const numbers = [numeric(left), numeric(right)] as const;
  if (numbers[0] !== undefined && numbers[1] !== undefined) return compareNumbers(numbers[0], numbers[1]);
  if (typeof left === 'string' && typeof right === 'string') return compareTexts(left, right);
  if (!Array.isArray(left) || !Array.isArray(right)) {
    throw new Error(`${describe(left)} cannot be compared with ${describe(right)} by ${op}`);
  }
  if (depth >= MAX_DEPTH) throw new RangeError(`values nested deeper than ${String(MAX_DEPTH)} levels`);
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [a = null, b = null] = [left[index], right[index]];
    if (!isEqualValue(a, b)) return order(a, b, op, depth + 1);
  }
  return left.length - right.length;
}

/** Numbers and BigInts compare by their exact values. */
const compareNumbers = (left: number | bigint, right: number | bigint): number =>
  left < right ? -1 : left > right ? 1 : left <= right ? 0 : Number.NaN;

const isEqualNumber = (left: number | bigint, right: number | bigint | undefined): boolean =>
  right !== undefined && compareNumbers(left, right) === 0;

/** By code point, so that characters outside the basic plane come last. */
function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  let index = 0;
  while (index < left.length && left.charCodeAt(index) === right.charCodeAt(index)) index++;
  if (index > 0 && isTrailingSurrogate(left, index) && isTrailingSurrogate(right, index)) index--;
  return (left.codePointAt(index) ?? -1) - (right.codePointAt(index) ?? -1);
}

const isTrailingSurrogate = (text: string, index: number): boolean =>
  (text.charCodeAt(index) & 0xfc00) === 0xdc00;

const numeric = (value: Json): number | bigint | undefined =>
  typeof value === 'boolean' ? Number(value) : numberOf(value);

/** A value for an error text, cut to a readable length. */
export function describe(value: Json): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : quotedRuleText(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
