/** Decimal digits of a float in exponent form: `digits[0].digits[1…] * 10^exponent`. */
export interface ScientificDigits {
  readonly digits: string;
  readonly exponent: number;
}

/**
 * Digits of a finite, non-negative number with exactly `fraction` digits behind the point, without the
 * point. Rounded half to even on the exact binary value, which `Number.prototype.toFixed` does not do.
 */
export function fixedDigits(value: number, fraction: number): string {
  return scaled(value, fraction)
    .toString()
    .padStart(fraction + 1, '0');
}

/** The `count` (at least 1) leading digits of a finite, non-negative number, rounded half to even. */
export function leadingDigits(value: number, count: number): ScientificDigits {
  if (value === 0) return { digits: '0'.repeat(count), exponent: 0 };
  let exponent = Number(value.toExponential().split('e')[1]);
  for (;;) {
    const digits = scaled(value, count - 1 - exponent).toString();
    if (digits.length === count) return { digits, exponent };
    exponent += digits.length > count ? 1 : -1;
  }
}

/** `value * 10^power` as an integer, rounded half to even. */
function scaled(value: number, power: number): bigint {
  const [mantissa, binary] = decompose(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (binary >= 0) numerator <<= BigInt(binary);
  else denominator <<= BigInt(-binary);
  if (power >= 0) numerator *= 10n ** BigInt(power);
  else denominator *= 10n ** BigInt(-power);
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const isUp = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

/** The exact parts of a double: `mantissa * 2^exponent` (IEEE 754 binary64). */
function decompose(value: number): [mantissa: bigint, exponent: number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const fraction = bits & 0xfffffffffffffn;
  const biased = Number((bits >> 52n) & 0x7ffn);
  return biased === 0 ? [fraction, -1074] : [fraction | 0x10000000000000n, biased - 1075];
}
