/** Decimal digits an integer may have; the JSON reader of Python, whose limit this is, refuses longer ones too. */
export const MAX_INTEGER_DIGITS = 4300;

/**
 * Finds what may be a number that JavaScript would write differently: minus zero, a long one, one with an
 * exponent, one with a zero at the end of its fraction, a very small one. It looks into strings too, so it may be
 * wrong, but it never misses one. All repetitions are bounded: hostile texts cost no more than others.
 */
const SUSPECT =
  /(?:^|[\s:,[])-?(?:0(?<=-0)(?=[\s,\]}]|$)|\d[\d.]{15}|\d[\d.]{0,14}[eE][-+]?\d{1,15}(?=[\d\s,\]}]|$)|\d{1,14}\.\d{0,13}0(?=[\s,\]}]|$)|0\.000000)/;

/** Whether a JSON text may hold numbers that JavaScript would write differently; true may be wrong, false not. */
export const mayHoldUnlikeNumbers = (json: string): boolean => SUSPECT.test(json);

/** Whether the text of a number is that of an integer: without point and exponent. */
export const isIntegerText = (text: string): boolean => /^-?\d+$/.test(text);

/**
 * What the text of a number stands for. `written`: a number whose text must be kept, because JavaScript would
 * write it differently.
 */
export type NumberReading =
  | { readonly kind: 'plain' | 'written'; readonly value: number }
  | { readonly kind: 'integer'; readonly value: bigint };

/**
 * Reads the text of a valid JSON number.
 *
 * @throws RangeError for integers of more than 4300 digits
 */
export function readNumber(text: string): NumberReading {
  const value = Number(text);
  if (Number.isSafeInteger(value) || !isIntegerText(text)) {
    return { kind: String(value) === text ? 'plain' : 'written', value };
  }
  if (text.replace('-', '').length > MAX_INTEGER_DIGITS) {
    throw new RangeError(`a number has more than ${String(MAX_INTEGER_DIGITS)} digits`);
  }
  return { kind: 'integer', value: BigInt(text) };
}
