import { below, oneOf, type Chance } from './requests.js';

const STRANGE: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  1.5,
  '',
  'x'.repeat(10_000),
  '\u009b31m\u202e\u0000',
  '{data[x]}',
  '../../etc/passwd',
  "'; DROP TABLE nodes; --",
  '52:54:00:12:34:56',
  [],
  {},
  [[[[[]]]]],
  { __proto__: null, constructor: { prototype: {} } },
];

/** A value of JSON with some parts of it changed, removed, doubled or replaced by strange ones. */
export function mutate(value: unknown, chance: Chance, rate = 0.03): unknown {
  if (chance() < rate) return oneOf(STRANGE, chance);
  if (Array.isArray(value)) {
    const items = value.map((item) => mutate(item, chance, rate));
    if (items.length > 0 && chance() < rate) items.push(...items);
    if (chance() < rate) items.length = below(items.length + 1, chance);
    return items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members: [string, unknown][] = [];
  for (const [key, member] of Object.entries(value)) {
    if (chance() < rate) continue;
    const name =
      chance() < rate
        ? oneOf(['__proto__', 'constructor', '', 'logs', 'error', `${key}\u202e`], chance)
        : key;
    members.push([name, mutate(member, chance, rate)]);
  }
  return Object.fromEntries(members);
}

/** The text of mutated data, sometimes broken. */
export function mutatedText(value: unknown, chance: Chance): string {
  const text = JSON.stringify(mutate(value, chance));
  if (chance() < 0.05) return text.slice(0, below(text.length, chance));
  if (chance() < 0.05) return text.replace(/\d+/, '99999999999999999999999.0e5');
  return text;
}
