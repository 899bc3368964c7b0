import { isJsonObject } from '../json/json-object.js';
import { numberText } from '../json/number-texts.js';
import type { Json } from '../json/types.js';

/**
 * Whether a member of two objects has the same canonical text, or is in neither: the order of members does not count,
 * `1` and `1.0` differ.
 */
export function isSameMember(
  left: { [key: string]: Json },
  right: { [key: string]: Json },
  key: string,
): boolean {
  const inLeft = Object.hasOwn(left, key);
  if (inLeft !== Object.hasOwn(right, key)) return false;
  return !inLeft || isSame(within(left, key), within(right, key));
}

/** A value, and where it is: its place knows how a number was written. */
interface Placed {
  readonly value: Json;
  readonly holder: object;
  readonly key: string | number;
}

const within = (holder: { [key: string]: Json } | Json[], key: string | number): Placed => ({
  value: (Array.isArray(holder) ? holder[Number(key)] : holder[key]) ?? null,
  holder,
  key,
});

function isSame(left: Placed, right: Placed): boolean {
  const { value: a } = left;
  const { value: b } = right;
  if (typeof a === 'number' && typeof b === 'number') return written(left, a) === written(right, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((_, index) => isSame(within(a, index), within(b, index)))
    );
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isSameMember(a, b, key));
}

const written = ({ holder, key }: Placed, value: number): string =>
  numberText(holder, key, value) ?? JSON.stringify(value);
