/** How two numbers compare. `=` means at least, a habit of the hints that must be kept. */
export const NUMERIC = new Map<string, (value: number, wanted: number) => boolean>([
  ['==', (value, wanted) => value === wanted],
  ['!=', (value, wanted) => value !== wanted],
  ['<', (value, wanted) => value < wanted],
  ['<=', (value, wanted) => value <= wanted],
  ['>', (value, wanted) => value > wanted],
  ['>=', (value, wanted) => value >= wanted],
  ['=', (value, wanted) => value >= wanted],
]);

/** How two texts compare, both in lower case. */
export const TEXTUAL = new Map<string, (value: string, wanted: string) => boolean>([
  ['s==', (value, wanted) => value === wanted],
  ['s!=', (value, wanted) => value !== wanted],
  ['s<', (value, wanted) => value < wanted],
  ['s<=', (value, wanted) => value <= wanted],
  ['s>', (value, wanted) => value > wanted],
  ['s>=', (value, wanted) => value >= wanted],
  ['<in>', (value, wanted) => value.includes(wanted)],
]);

/** The operator between alternatives. */
export const OR = '<or>';

/** Understood but never usable: a disk has no attribute that is a list. */
export const ALL_IN = '<all-in>';

/** Every operator, longer ones before those they begin with. */
export const OPERATORS: readonly string[] = [...NUMERIC.keys(), ...TEXTUAL.keys(), OR, ALL_IN].sort(
  (one, other) => other.length - one.length,
);
