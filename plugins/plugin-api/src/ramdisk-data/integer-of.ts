import { integerIn, shortInteger, type Integer } from '../json/integer.js';
import { MAX_INTEGER_DIGITS } from '../json/unlike-numbers.js';

const INTEGER = /^([+-]?)(\d+)$/;

/**
 * Reads a whole number the way hardware collectors write them: numbers lose their fraction, `true` and `false`
 * are 1 and 0, texts of digits with an optional sign and blanks around are read.
 *
 * @returns `undefined` for everything else, also for whole numbers too large to be exact (beyond 2^53 - 1): rather
 * no number than a wrong one. {@link exactIntegerOf} reads these too.
 */
export const integerOf = (value: unknown): number | undefined => {
  const whole = exactIntegerOf(value);
  return typeof whole === 'number' ? whole : undefined;
};

/**
 * The same, with a BigInt for whole numbers beyond 2^53 - 1.
 *
 * @returns `undefined` for everything that is no whole number, and for texts of more than 4300 digits
 */
export const exactIntegerOf = (value: unknown): Integer | undefined => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return shortInteger(value);
  if (typeof value === 'number') return Number.isFinite(value) ? shortInteger(Math.trunc(value)) : undefined;
  const [, sign = '', digits = ''] = typeof value === 'string' ? (INTEGER.exec(value.trim()) ?? []) : [];
  if (digits === '' || digits.length > MAX_INTEGER_DIGITS) return undefined;
  return integerIn(sign === '-' ? `-${digits}` : digits);
};
