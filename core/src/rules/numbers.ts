import { parse, stringify, LosslessNumber } from 'lossless-json';
import type { Json } from '../baremetal/types.js';

const BRAND = Symbol.for('inspector.rules.float');

/**
 * A number written as a float whose value is integral: `5.0`, `1e3`. JavaScript numbers cannot tell it from
 * `5`, and the comparison operators of rules must. It is a `Number` object: arithmetic, ordering and
 * `JSON.stringify` see the plain value. `typeof` says `object`; ask {@link numberOf}.
 */
export class Float extends Number {
  constructor(value: number) {
    super(value);
    Object.defineProperty(this, BRAND, { value: true });
  }
}

const isMarked = (value: unknown): value is Float =>
  typeof value === 'object' && value !== null && BRAND in value;

/** Marks an integral number as written with a point or exponent; other numbers are floats already. */
export function toFloatForm(value: number): Json {
  return Number.isInteger(value) ? (new Float(value) as unknown as Json) : value;
}

/** Whether a value is a number in float form: one with a fraction, or an integral one written `5.0`. */
export const isFloat = (value: unknown): boolean =>
  typeof value === 'number' ? !Number.isInteger(value) : isMarked(value);

/** The number a value stands for, in either form; undefined for anything that is no number. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return isMarked(value) ? value.valueOf() : undefined;
}

/** Whether a value is a JSON object: not null, not a list and not a marked number. */
export const isObject = (value: unknown): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isMarked(value);

/**
 * Reads JSON keeping the number forms apart (see {@link Float}). Integers beyond 2^53 lose digits here, so
 * texts that must come out as they went in stay texts. Throws SyntaxError.
 */
export const parseNumberForms = (text: string): Json =>
  parse(text, null, {
    parseNumber: (written) => (/^-?\d+$/.test(written) ? Number(written) : toFloatForm(Number(written))),
    onDuplicateKey: ({ newValue }) => newValue,
  }) as Json;

/** Reads JSON keeping every number as it is written, for {@link writeVerbatim}. Throws SyntaxError. */
export const parseVerbatim = (text: string): unknown =>
  parse(text, null, {
    parseNumber: (written) => new LosslessNumber(written),
    onDuplicateKey: ({ newValue }) => newValue,
  });

/** Writes what {@link parseVerbatim} read, each number as it was written. */
export const writeVerbatim = (value: unknown): string => stringify(value) ?? 'null';

/** The same value with plain numbers only: what leaves for the bare metal service. */
export function plainNumbers(value: Json): Json {
  const number = numberOf(value);
  if (number !== undefined) return number;
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainNumbers(item)]));
}
