import { parse, stringify, LosslessNumber } from 'lossless-json';
import { numberText } from '../json/number-texts.js';
import { readJson } from '../json/read-json.js';
import type { Json } from '../json/types.js';
import { isIntegerText } from '../json/unlike-numbers.js';

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

/**
 * The number a value stands for, in either form; a BigInt for an integer beyond 2^53 - 1. Undefined for anything
 * that is no number.
 */
export function numberOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return isNumberObject(value) ? value.valueOf() : undefined;
}

/** Whether a value is a JSON object: not null, not a list and not a number in float form. */
export const isObject = (value: unknown): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumberObject(value);

/**
 * Reads JSON keeping the number forms apart (see {@link isFloat}); integers beyond 2^53 - 1 are BigInts. Throws
 * SyntaxError, and RangeError for integers of more than 4300 digits.
 */
export function parseNumberForms(text: string): Json {
  const value = readJson(text);
  return typeof value === 'number' ? formOf(value, text.trim()) : withNumberForms(value);
}

/**
 * A value that came from `readJson`, with the number forms rules tell apart: a number that was written `1.0` or
 * `1e3` is in float form. Parts without such numbers are the very ones of `value`; nothing of it is changed.
 */
export function withNumberForms<T extends Json>(value: T): T;
export function withNumberForms(value: Json): Json {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => formAt(value, index, item));
    return items.every((item, index) => Object.is(item, value[index])) ? value : items;
  }
  if (!isObject(value)) return value;
  let copy: Record<string, Json> | undefined;
  for (const key of Object.keys(value)) {
    const member = value[key] ?? null;
    const form = formAt(value, key, member);
    if (Object.is(form, member)) continue;
    // fromEntries makes every key a member of the object itself, `__proto__` too.
    copy ??= Object.fromEntries(Object.entries(value));
    copy[key] = form;
  }
  return copy ?? value;
}

function formAt(container: object, key: string | number, value: Json): Json {
  if (typeof value === 'object') return value === null ? null : withNumberForms(value);
  return typeof value === 'number' ? formOf(value, numberText(container, key, value)) : value;
}

/** The form of a number by the text it was written with, if that was kept. */
const formOf = (value: number, text: string | undefined): Json =>
  text === undefined || isIntegerText(text) ? value : toFloatForm(value);

/** Reads JSON keeping every number as it is written, for {@link writeVerbatim}. Throws SyntaxError. */
export const parseVerbatim = (text: string): unknown =>
  parse(text, null, {
    parseNumber: (written) => new LosslessNumber(written),
    onDuplicateKey: ({ newValue }) => newValue,
  });

/** Writes what {@link parseVerbatim} read, each number as it was written. */
export const writeVerbatim = (value: unknown): string => stringify(value) ?? 'null';

/** The same value without number forms: what leaves for the bare metal service. BigInts stay. */
export function plainNumbers(value: Json): Json {
  const number = numberOf(value);
  if (number !== undefined) return number;
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainNumbers(item)]));
}
