/** Which characters `\d`, `\w` and `\s` stand for: all of Unicode's, or ASCII's with the flag `a`. */
export type EscapeMode = 'unicode' | 'ascii';

/** A translated escape and how many characters it takes in the original. */
export interface TranslatedEscape {
  readonly source: string;
  readonly length: number;
}

const WORD = '\\p{L}\\p{N}_';
const SPACE = '\\s\\v\\x1c-\\x1f\\x85\\p{Z}';
const UNICODE: ReadonlyMap<string, string> = new Map([
  ['d', '\\p{Nd}'],
  ['D', '\\P{Nd}'],
  ['w', `[${WORD}]`],
  ['W', `[^${WORD}]`],
  ['s', `[${SPACE}]`],
  ['S', `[^${SPACE}]`],
]);
/** Inside a class the complements of unions cannot be written; RE2's own ASCII ones stand in. */
const UNICODE_IN_CLASS: ReadonlyMap<string, string> = new Map([
  ['d', '\\p{Nd}'],
  ['D', '\\P{Nd}'],
  ['w', WORD],
  ['W', '\\W'],
  ['s', SPACE],
  ['S', '\\S'],
]);
const SAME: ReadonlySet<string> = new Set(['a', 'f', 'n', 'r', 't', 'v', 'd', 'D', 'w', 'W', 's', 'S']);
const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** Translates the escape at `at`, outside character classes. Throws Error for what RE2 has not. */
export function escape(text: string, at: number, mode: EscapeMode): TranslatedEscape {
  const letter = text.charAt(at + 1);
  if (letter === 'Z') return { source: '\\z', length: 2 };
  if (letter === 'b' || letter === 'B') return { source: `\\${letter}`, length: 2 };
  const shorthand = mode === 'unicode' ? UNICODE.get(letter) : undefined;
  if (shorthand !== undefined) return { source: shorthand, length: 2 };
  const octal = /^\\(0[0-7]{0,2}|[1-3][0-7]{2})/.exec(text.slice(at, at + 4));
  if (octal === null && /^[0-9]$/.test(letter)) {
    throw new Error(`a backreference "\\${letter}": expressions are run in linear time, which excludes it`);
  }
  return octal === null ? common(text, at, letter) : codePoint(octal[1] ?? '', 8, octal[0].length);
}

/** Translates the escape at `at` inside a character class. */
export function classEscape(text: string, at: number, mode: EscapeMode): TranslatedEscape {
  const letter = text.charAt(at + 1);
  if (letter === 'b') return { source: '\\x08', length: 2 };
  const shorthand = mode === 'unicode' ? UNICODE_IN_CLASS.get(letter) : undefined;
  if (shorthand !== undefined) return { source: shorthand, length: 2 };
  const octal = /^\\([0-7]{1,3})/.exec(text.slice(at, at + 4));
  return octal === null ? common(text, at, letter) : codePoint(octal[1] ?? '', 8, octal[0].length);
}

function common(text: string, at: number, letter: string): TranslatedEscape {
  if (letter === '') throw new Error('a "\\" at the end');
  if (SAME.has(letter)) return { source: `\\${letter}`, length: 2 };
  const digits = HEX_DIGITS.get(letter);
  if (digits !== undefined) {
    const code = text.slice(at + 2, at + 2 + digits);
    if (code.length < digits || !/^[0-9A-Fa-f]+$/.test(code)) throw new Error(`a bad escape "\\${letter}"`);
    return codePoint(code, 16, digits + 2);
  }
  if (/^[A-Za-z0-9]$/.test(letter)) throw new Error(`a bad escape "\\${letter}"`);
  const character = String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
  return { source: character < '\x7f' ? `\\${character}` : character, length: 1 + character.length };
}

function codePoint(digits: string, radix: number, length: number): TranslatedEscape {
  const code = parseInt(digits, radix);
  if (code > 0x10ffff) throw new Error(`there is no character ${digits}`);
  return { source: `\\x{${code.toString(16)}}`, length };
}
