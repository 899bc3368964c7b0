import { numberText, numberTextsOf } from './number-texts.js';

/**
 * Writes a value as compact JSON, as `JSON.stringify` does, with every number exact: a BigInt as integer, a number
 * that came from `readJson` as it was written there, a `Number` object (see `toFloatForm`) in float form.
 *
 * @returns `null` for undefined and functions
 * @throws TypeError for a value that contains itself
 */
export function writeJson(value: unknown): string {
  const plain = writeNatively(value);
  const exact = new Set<object>();
  if (!findExact(value, exact) && plain !== undefined) return plain;
  return write('', value, { holder: exact, exact }) ?? 'null';
}

/** Undefined: the value holds a BigInt, which `JSON.stringify` refuses, or is none that can be written at all. */
function writeNatively(value: unknown): string | undefined {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    if (error instanceof TypeError && /BigInt/.test(error.message)) return undefined;
    throw error;
  }
}

/**
 * Collects the objects and lists that hold a number `JSON.stringify` would not write as it should, directly or
 * further inside.
 *
 * @returns whether the value is such a number or holds one
 */
function findExact(value: unknown, exact: Set<object>): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint';
  let isExact = value instanceof Number || numberTextsOf(value) !== undefined;
  const members: unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const member of members) if (isExactMember(member, exact)) isExact = true;
  if (isExact) exact.add(value);
  return isExact;
}

const isExactMember = (value: unknown, exact: Set<object>): boolean =>
  typeof value === 'object' ? value !== null && findExact(value, exact) : typeof value === 'bigint';

/** Where a value is written. */
interface Context {
  /** The object or list it is in. */
  readonly holder: object;
  readonly exact: ReadonlySet<object>;
}

/** Undefined for what JSON has no form for. */
function write(key: string | number, value: unknown, { holder, exact }: Context): string | undefined {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return numberText(holder, key, value) ?? JSON.stringify(value);
  if (value instanceof Number) return floatForm(value.valueOf());
  if (typeof value !== 'object' || value === null || !exact.has(value)) return JSON.stringify(value);
  const inside = { holder: value, exact };
  if (Array.isArray(value)) {
    const items = value.map((item, index) => write(index, item, inside) ?? 'null');
    return `[${items.join(',')}]`;
  }
  const members = Object.entries(value).flatMap(([name, member]) => {
    const written = write(name, member, inside);
    return written === undefined ? [] : [`${JSON.stringify(name)}:${written}`];
  });
  return `{${members.join(',')}}`;
}

/** A number whose form is that of a float: `5.0`, where JavaScript writes `5`. */
function floatForm(value: number): string {
  const text = Object.is(value, -0) ? '-0' : JSON.stringify(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}
