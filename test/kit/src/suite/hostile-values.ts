import type { Json } from '@inspector/plugin-api';

const DEEP = 300;

/** Nested lists, deep enough for a careless recursion and shallow enough for a post. */
function nested(depth: number): Json {
  let value: Json = [];
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

/** Values that a field of posted data may have: every type, the edges of each, and names of prototypes. */
export const HOSTILE_VALUES: readonly Json[] = [
  ...[null, true, false, 0, -0, -1, 0.5, 1e308, -1e308, Number.MAX_SAFE_INTEGER, 2n ** 64n, -(2n ** 64n)],
  ...['', ' ', '\u0000', '\ud800', 'ß', '0', '-1', '1e999', 'null', 'constructor', '__proto__'],
  ...['::1', '192.0.2.1/33', '52:54:00:12:34:56', '(', '[', '\\', '$1', '%s {x}'],
  ...['a'.repeat(50_000), `${'a'.repeat(50_000)}!`],
  ...[[], [null], [[]], ['a', 1, {}], nested(DEEP)],
  ...[{}, { '': '' }, { length: 3 }, { toString: null, valueOf: 5 }],
  JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {}}}') as Json,
];
