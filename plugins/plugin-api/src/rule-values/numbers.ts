import { parse, stringify, LosslessNumber } from 'lossless-json';
import type { Json } from '../json/types.js';

/**
 * JavaScript numbers cannot tell `5.0` from `5`, and the comparison operators of rules must. So a number written
 * as a float whose value is integral (`5.0`, `1e3`) is a `Number` object: arithmetic, ordering, cloning and
 * `JSON.stringify` see the plain value. `typeof` says `object`; ask {@link numberOf}.
 */
const isNumberObject = (value: unknown): value is number => value instanceof Number;

/** A number in float form, as if it had been written with point or exponent. */
export function toFloatForm(value: number): Json {
  return Number.isInteger(value) ? (Object(value) as number) : value;
}

/** Whether a value is a number in float form: one with a fraction, or an integral one written `5.0`. */
export const isFloat = (value: unknown): boolean =>
  typeof value === 'number' ? !Number.isInteger(value) : isNumberObject(value);

/** The number a value stands for, in either form; undefined for anything that is no number. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return isNumberObject(value) ? value.valueOf() : undefined;
}

/** Whether a value is a JSON object: not null, not a list and not a number in float form. */
export const isObject = (value: unknown): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumberObject(value);

/**
 * Reads JSON keeping the number forms apart (see {@link isFloat}). Integers beyond 2^53 lose digits here, so
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
