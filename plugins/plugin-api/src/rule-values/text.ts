import type { Json } from '../json/types.js';
import { isFloat, isObject, numberOf } from './numbers.js';

/** Values nested deeper than this cannot be written as text; no real inventory comes near. */
const MAX_DEPTH = 400;
/** From this decimal exponent on floats are written with an exponent. */
const FIRST_LARGE_EXPONENT = 16;
const LAST_SMALL_EXPONENT = -5;

/** From here on JavaScript writes integral numbers with an exponent. */
const FIRST_WITH_EXPONENT = 1e21;

const NOT_PRINTABLE = /[\p{C}\p{Z}]/u;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * The text of a value as rules show and match it: strings as they are, `True`, `None`, `1.0`,
 * `[1, 'a']`, `{'k': 'v'}`. Throws RangeError for values nested beyond 400 levels.
 */
export function ruleText(value: Json): string {
  return typeof value === 'string' ? value : write(value, false, 0);
}

/** The same with strings in quotes; `ascii` escapes everything outside ASCII. */
export function quotedRuleText(value: Json, ascii = false): string {
  return write(value, ascii, 0);
}

/** The shortest text of a float that reads back as the same number: `1.0`, `1e+16`, `1e-05`, `inf`, `nan`. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '0', power = '0'] = Math.abs(value).toExponential().split('e');
  const exponent = Number(power);
  const digits = mantissa.replace('.', '');
  if (exponent >= FIRST_LARGE_EXPONENT || exponent <= LAST_SMALL_EXPONENT) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** Decimal digits of an integral number. */
export const integerText = (value: number | bigint): string =>
  typeof value === 'bigint' || Math.abs(value) < FIRST_WITH_EXPONENT
    ? String(value)
    : BigInt(value).toString();

function write(value: Json, ascii: boolean, depth: number): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quote(value, ascii);
  const number = numberOf(value);
  if (number !== undefined) return isFloat(value) ? floatText(Number(number)) : integerText(number);
  if (depth >= MAX_DEPTH) throw new RangeError(`the value is nested deeper than ${String(MAX_DEPTH)} levels`);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, ascii, depth + 1)).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(
    ([key, item]) => `${quote(key, ascii)}: ${write(item, ascii, depth + 1)}`,
  );
  return `{${members.join(', ')}}`;
}

function quote(text: string, ascii: boolean): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = mark;
  for (const character of text) result += character === mark ? `\\${mark}` : escape(character, ascii);
  return result + mark;
}

function escape(character: string, ascii: boolean): string {
  const known = ESCAPES.get(character);
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  if (character === ' ' || (!NOT_PRINTABLE.test(character) && (code < 0x80 || !ascii))) return character;
  if (code < 0x100) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0');
