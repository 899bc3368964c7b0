/** Words for true and false, in lower case. */
export interface BooleanWords {
  readonly true: ReadonlySet<string>;
  readonly false: ReadonlySet<string>;
}

/** What OpenStack services take in requests and in properties of nodes (`strutils` of oslo.utils). */
export const SERVICE_WORDS: BooleanWords = {
  true: new Set(['1', 't', 'true', 'on', 'y', 'yes']),
  false: new Set(['0', 'f', 'false', 'off', 'n', 'no']),
};

/** What OpenStack services take in their configuration files (oslo.config): no single letters. */
export const OPTION_WORDS: BooleanWords = {
  true: new Set(['1', 'true', 'on', 'yes']),
  false: new Set(['0', 'false', 'off', 'no']),
};

/**
 * Reads a boolean, or a word for one in any case and with blanks around.
 *
 * @returns `undefined` for everything else.
 */
export function booleanOf(value: unknown, words: BooleanWords = SERVICE_WORDS): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const word = String(value).trim().toLowerCase();
  if (words.true.has(word)) return true;
  return words.false.has(word) ? false : undefined;
}
