/**
 * Compares two texts by code point, as Python sorts them. JavaScript compares UTF-16 units, which puts characters
 * beyond the Basic Multilingual Plane before some that are in it.
 */
export function byCodePoint(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  let index = 0;
  while (index < shorter && left.charCodeAt(index) === right.charCodeAt(index)) index++;
  if (index === shorter) return left.length - right.length;
  // Where one of the two is the second half of a pair, the whole characters are to be compared.
  const isWithinPair =
    index > 0 &&
    isFirstHalf(left.charCodeAt(index - 1)) &&
    [left, right].some((text) => isSecondHalf(text.charCodeAt(index)));
  const start = isWithinPair ? index - 1 : index;
  return (left.codePointAt(start) ?? 0) - (right.codePointAt(start) ?? 0);
}

const SURROGATE = /[\ud800-\udfff]/;

/** A sorted copy, by code point. */
export function sortedByCodePoint(names: Iterable<string>): string[] {
  const list = [...names];
  // Without surrogates both orders are the same, and the native one is much faster.
  return list.some((name) => SURROGATE.test(name)) ? list.sort(byCodePoint) : list.sort();
}

const isFirstHalf = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isSecondHalf = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
