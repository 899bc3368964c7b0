import type { Json, JsonObject } from '@inspector/plugin-api';

/** The longest body of an event, in bytes of its JSON text. */
export const LONGEST_BODY = 4096;
/** How long strings may be, one attempt after the other. */
const STRINGS = [1024, 256, 64, 16] as const;

/**
 * The JSON text of a body, at most 4 KiB. One that is too long keeps its form and has `"cut": true`: its strings are
 * shortened (they end in `…` then), and when that is not enough its lists lose their last items.
 */
export function bodyText(body: JsonObject): string {
  const text = JSON.stringify(body);
  if (fits(text)) return text;
  for (const longest of STRINGS) {
    const shorter = cut(body, longest, Number.POSITIVE_INFINITY);
    if (fits(shorter)) return shorter;
  }
  for (let items = 128; items >= 1; items = Math.floor(items / 2)) {
    const shorter = cut(body, 16, items);
    if (fits(shorter)) return shorter;
  }
  return JSON.stringify({ cut: true });
}

const fits = (text: string): boolean => Buffer.byteLength(text) <= LONGEST_BODY;

const cut = (body: JsonObject, longest: number, items: number): string =>
  JSON.stringify({ ...(shorten(body, longest, items) as JsonObject), cut: true });

function shorten(value: Json, longest: number, items: number): Json {
  if (typeof value === 'string') return value.length <= longest ? value : `${value.slice(0, longest)}…`;
  if (Array.isArray(value)) return value.slice(0, items).map((item) => shorten(item, longest, items));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shorten(item, longest, items)]));
}
