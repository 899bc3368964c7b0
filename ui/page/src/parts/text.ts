/** Characters that change the direction of text around them, or that nobody sees: shown as what they are. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/** Those of them that only break lines. */
const LINES = new Set(['\n', '\t']);

/** Characters of a text that are shown. */
const SHOWN = 2000;

/**
 * Text of a machine for people: nothing in it is hidden or turns other text around, and it has an end.
 *
 * @param most - characters that are shown
 */
export function shown(value: unknown, most = SHOWN): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  const short = text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;
  return short.replace(UNSEEN, (one) => (LINES.has(one) ? one : `\\u${hex(one)}`));
}

const hex = (one: string): string => (one.codePointAt(0) ?? 0).toString(16).padStart(4, '0');

/** A value of a machine that should be a text; undefined: it is none, or empty. */
export const textOf = (value: unknown, most = 200): string | undefined =>
  (typeof value === 'string' && value.trim() !== '') || typeof value === 'number'
    ? shown(String(value), most)
    : undefined;

/** A value of a machine that should be a number of something. */
export const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
};

/** A value of a machine that should be an object. */
export const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** A value of a machine that should be a list; of a very long one the beginning. */
export const listOf = (value: unknown, most = 500): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, most) : [];

/** MiB as people say it. */
export function memory(mib: number | null | undefined): string {
  if (mib === null || mib === undefined) return '–';
  return mib >= 1024 ? `${trimmed(mib / 1024)} GiB` : `${trimmed(mib)} MiB`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes of a disk as its maker counts them. */
export function bytes(size: number | undefined): string {
  if (size === undefined) return '–';
  const power = size < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(size) / 3));
  return `${trimmed(size / 1000 ** power)} ${UNITS[power] ?? ''}`;
}

/** GiB as people say it. */
export const gib = (size: number): string => (size >= 1024 ? `${trimmed(size / 1024)} TiB` : `${size} GiB`);

/** At most one digit behind the point, and none that says nothing. */
const trimmed = (value: number): string => String(Math.round(value * 10) / 10);

/** `1 node`, `5 nodes`. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
