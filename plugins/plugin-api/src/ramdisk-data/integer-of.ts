const INTEGER = /^[+-]?\d+$/;

/**
 * Reads a whole number the way hardware collectors write them: numbers lose their fraction, `true` and `false`
 * are 1 and 0, texts of digits with an optional sign and blanks around are read.
 *
 * @returns `undefined` for everything else, also for whole numbers too large to be exact (beyond 2^53): rather
 * no number than a wrong one.
 */
export const integerOf = (value: unknown): number | undefined => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = typeof value === 'string' ? numberIn(value.trim()) : value;
  if (typeof number !== 'number') return undefined;
  const whole = Math.trunc(number);
  // Adding 0 turns -0 into 0.
  return Number.isSafeInteger(whole) ? whole + 0 : undefined;
};

const numberIn = (text: string): number | undefined => (INTEGER.test(text) ? Number(text) : undefined);
