/** An integer as it is in JSON values: a number up to 2^53 - 1, beyond that a BigInt. */
export type Integer = number | bigint;

/** The integer that a text of decimal digits, with `-` in front or without, stands for. */
export function integerIn(digits: string): Integer {
  const value = Number(digits);
  // Adding 0 turns -0 into 0: an integer has no minus zero.
  return Number.isSafeInteger(value) ? value + 0 : BigInt(digits);
}

/** An integral number or BigInt in the form it has in JSON values. */
export function shortInteger(value: Integer): Integer {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number + 0 : BigInt(value);
}
