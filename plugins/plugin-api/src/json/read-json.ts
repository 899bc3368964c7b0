import { noteNumbers } from './note-numbers.js';
import type { Json } from './types.js';
import { mayHoldUnlikeNumbers } from './unlike-numbers.js';

/**
 * Reads JSON without losing what the numbers in objects and lists were:
 *
 * - an integer beyond `Number.MAX_SAFE_INTEGER` (2^53 - 1) becomes a BigInt,
 * - every other number becomes a number, and {@link writeJson} writes it as it was written (`1.0`, `1e16`, `-0`,
 *   `0.10`) while it is unchanged in its place.
 *
 * A text without such numbers, which is nearly every one, costs little more than `JSON.parse`.
 *
 * @throws SyntaxError for what is no JSON; RangeError for integers of more than 4300 digits
 */
export function readJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  if (!mayHoldUnlikeNumbers(text)) return value;
  if (typeof value === 'object' && value !== null) {
    noteNumbers(text, value);
    return value;
  }
  const around = [value];
  noteNumbers(`[${text}]`, around);
  return around[0] ?? null;
}
