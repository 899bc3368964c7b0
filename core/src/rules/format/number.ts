import { countCharacters } from '../characters.js';
import { floatText, integerText } from '@inspector/plugin-api/rule-values';
import { fixedDigits, leadingDigits } from './float-digits.js';
import { parseSpec, type FormatSpec } from './spec.js';

const RADIX: ReadonlyMap<string, { readonly radix: number; readonly prefix: string }> = new Map([
  ['b', { radix: 2, prefix: '0b' }],
  ['o', { radix: 8, prefix: '0o' }],
  ['x', { radix: 16, prefix: '0x' }],
  ['X', { radix: 16, prefix: '0X' }],
]);
const FLOAT_TYPES: ReadonlySet<string> = new Set(['e', 'E', 'f', 'F', 'g', 'G', 'n', '%']);
const DEFAULT_PRECISION = 6;
const LAST_CODE_POINT = 0x10ffff;

/** The digits of a number: in front of the point, and point, fraction, exponent or percent sign behind. */
interface Digits {
  readonly whole: string;
  readonly rest: string;
}

/** Formats an integral number. Throws Error where type and options do not fit. */
export function formatInteger(value: number | bigint, specification: string): string {
  const spec = parseSpec(specification, '>');
  const { type } = spec;
  if (FLOAT_TYPES.has(type) && type !== 'n') return formatAsFloat(asFloat(value), spec);
  if (spec.precision !== undefined) throw new Error('a precision is not allowed for integers');
  const radix = RADIX.get(type);
  if (radix === undefined && !['', 'd', 'n', 'c'].includes(type)) throw unknownType(type, 'an integer');
  const isPlainGrouping = radix === undefined && type !== 'n' && type !== 'c';
  if (spec.grouping !== undefined && !isPlainGrouping && (spec.grouping === ',' || radix === undefined)) {
    throw new Error(`"${spec.grouping}" cannot be used with type ${type}`);
  }
  if (type === 'c') return layOut(spec, '', '', { whole: character(value, spec), rest: '' });
  const magnitude = value < 0 ? -value : value;
  const digits = radix === undefined ? integerText(magnitude) : BigInt(magnitude).toString(radix.radix);
  const prefix = spec.alternate && radix !== undefined ? radix.prefix : '';
  const whole = type === 'X' ? digits.toUpperCase() : digits;
  return layOut(spec, signOf(value < 0, spec), prefix, { whole, rest: '' }, radix === undefined ? 3 : 4);
}

/** Formats a float. Throws Error where type and options do not fit. */
export function formatFloat(value: number, specification: string): string {
  const spec = parseSpec(specification, '>');
  if (spec.type !== '' && !FLOAT_TYPES.has(spec.type)) throw unknownType(spec.type, 'a float');
  if (spec.grouping !== undefined && spec.type === 'n') {
    throw new Error(`"${spec.grouping}" cannot be used with type n`);
  }
  return formatAsFloat(value, spec);
}

const unknownType = (type: string, what: string): Error =>
  new Error(`type ${JSON.stringify(type)} does not fit ${what}`);

/** Throws Error for integers beyond the largest float. */
function asFloat(value: number | bigint): number {
  const float = Number(value);
  if (!Number.isFinite(float)) throw new Error('the integer is too large for a float');
  return float;
}

function character(value: number | bigint, spec: FormatSpec): string {
  if (spec.sign !== undefined || spec.alternate) throw new Error('sign and "#" cannot be used with type c');
  if (value < 0 || value > LAST_CODE_POINT) throw new Error(`there is no character ${String(value)}`);
  return String.fromCodePoint(Number(value));
}

function signOf(isNegative: boolean, spec: FormatSpec): string {
  if (isNegative) return '-';
  return spec.sign === '+' || spec.sign === ' ' ? spec.sign : '';
}

function formatAsFloat(value: number, spec: FormatSpec): string {
  const isNegative = value < 0 || Object.is(value, -0);
  const magnitude = Math.abs(spec.type === '%' ? value * 100 : value);
  const percent = spec.type === '%' ? '%' : '';
  if (!Number.isFinite(magnitude)) {
    const name = Number.isNaN(magnitude) ? 'nan' : 'inf';
    const rest = (['E', 'F', 'G'].includes(spec.type) ? name.toUpperCase() : name) + percent;
    return layOut(spec, signOf(isNegative, spec), '', { whole: '', rest });
  }
  const { whole, rest } = floatDigits(magnitude, spec);
  return layOut(spec, signOf(isNegative, spec), '', { whole, rest: rest + percent });
}

function floatDigits(value: number, spec: FormatSpec): Digits {
  const { type, alternate } = spec;
  const precision = spec.precision ?? DEFAULT_PRECISION;
  switch (type.toLowerCase()) {
    case 'f':
    case '%':
      return point(fixedDigits(value, precision), precision, alternate);
    case 'e':
      return exponential(leadingDigits(value, precision + 1), type, alternate);
    case '':
      return spec.precision === undefined
        ? shortest(value, alternate)
        : general(value, precision, spec, true);
    default:
      return general(value, precision, spec, false);
  }
}

function shortest(value: number, alternate: boolean): Digits {
  const text = floatText(value);
  const end = /[.e]/.exec(text)?.index ?? text.length;
  const point = alternate && text.charAt(end) === 'e' ? '.' : '';
  return { whole: text.slice(0, end), rest: point + text.slice(end) };
}

/** Fixed notation for middle exponents, scientific for the others. `keepZero`: `1.0`, not `1`. */
function general(value: number, precision: number, spec: FormatSpec, keepZero: boolean): Digits {
  const significant = Math.max(precision, 1);
  const { digits, exponent } = leadingDigits(value, significant);
  const shown = spec.alternate ? digits : digits.replace(/0+$/, '') || '0';
  if (exponent < -4 || exponent >= significant - (keepZero ? 1 : 0)) {
    const letter = spec.type === 'G' ? 'E' : 'e';
    return exponential({ digits: shown, exponent }, letter, spec.alternate);
  }
  if (exponent < 0) return { whole: '0', rest: `.${'0'.repeat(-exponent - 1)}${shown}` };
  const whole = shown.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = shown.slice(exponent + 1) || (keepZero ? '0' : '');
  return { whole, rest: fraction === '' && !spec.alternate ? '' : `.${fraction}` };
}

function exponential(
  { digits, exponent }: { digits: string; exponent: number },
  letter: string,
  alternate: boolean,
): Digits {
  const fraction = digits.length > 1 || alternate ? `.${digits.slice(1)}` : '';
  const power = String(Math.abs(exponent)).padStart(2, '0');
  return { whole: digits.slice(0, 1), rest: `${fraction}${letter}${exponent < 0 ? '-' : '+'}${power}` };
}

function point(digits: string, fraction: number, alternate: boolean): Digits {
  const whole = digits.slice(0, digits.length - fraction);
  return { whole, rest: fraction > 0 || alternate ? `.${digits.slice(whole.length)}` : '' };
}

function layOut(spec: FormatSpec, sign: string, prefix: string, { whole, rest }: Digits, group = 3): string {
  const isZeroFilled = spec.fill === '0' && spec.align === '=';
  const room = spec.width - sign.length - prefix.length - rest.length;
  const shown = spec.grouping === undefined ? whole : grouped(whole, spec.grouping, group);
  if (!isZeroFilled) return pad(spec, sign + prefix, shown + rest);
  if (spec.grouping === undefined || whole === '') return sign + prefix + shown.padStart(room, '0') + rest;
  let padded = whole;
  while (grouped(padded, spec.grouping, group).length < room) padded = `0${padded}`;
  return sign + prefix + grouped(padded, spec.grouping, group) + rest;
}

function grouped(digits: string, mark: string, size: number): string {
  const first = digits.length % size;
  const groups = first === 0 ? [] : [digits.slice(0, first)];
  for (let at = first; at < digits.length; at += size) groups.push(digits.slice(at, at + size));
  return groups.join(mark);
}

/** Fills up to the width; with alignment `=` between `start` (sign and prefix) and `text`. */
export function pad(spec: FormatSpec, start: string, text: string): string {
  const missing = spec.width - countCharacters(start + text, spec.width);
  const fill = (count: number): string => spec.fill.repeat(count);
  switch (spec.align) {
    case '<':
      return start + text + fill(missing);
    case '>':
      return fill(missing) + start + text;
    case '=':
      return start + fill(missing) + text;
    case '^':
      return fill(Math.floor(missing / 2)) + start + text + fill(Math.ceil(missing / 2));
  }
}
