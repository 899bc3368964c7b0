import { NotLinear, type Target } from './target.js';

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
const SAME: ReadonlySet<string> = new Set(['f', 'n', 'r', 't', 'v', 'd', 'D', 'w', 'W', 's', 'S']);
const BELL = 7;
const BACKSPACE = 8;
const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** Where an escape stands and what it is translated for. */
export interface EscapeContext {
  readonly text: string;
  /** Index of the backslash. */
  readonly at: number;
  readonly mode: EscapeMode;
  readonly target: Target;
}

/** Translates an escape outside character classes. Throws Error for what the target has not. */
export function escape(context: EscapeContext): TranslatedEscape {
  const { text, at, mode, target } = context;
  const letter = text.charAt(at + 1);
  if (letter === 'Z') return { source: target.textEnd, length: 2 };
  if (letter === 'b' || letter === 'B') return { source: `\\${letter}`, length: 2 };
  const shorthand = mode === 'unicode' ? UNICODE.get(letter) : undefined;
  if (shorthand !== undefined) return { source: shorthand, length: 2 };
  const octal = /^\\(0[0-7]{0,2}|[1-3][0-7]{2})/.exec(text.slice(at, at + 4));
  if (octal !== null) return codePoint(octal[1] ?? '', 8, octal[0].length, target);
  const reference = /^\\([1-9][0-9]?)/.exec(text.slice(at, at + 3));
  if (reference === null) return common(context, letter);
  if (!target.backtracks) throw new NotLinear();
  return { source: `(?:${reference[0]})`, length: reference[0].length };
}

/** Translates an escape inside a character class. */
export function classEscape(context: EscapeContext): TranslatedEscape {
  const { text, at, mode, target } = context;
  const letter = text.charAt(at + 1);
  if (letter === 'b') return { source: target.character(BACKSPACE), length: 2 };
  const shorthand = mode === 'unicode' ? UNICODE_IN_CLASS.get(letter) : undefined;
  if (shorthand !== undefined) return { source: shorthand, length: 2 };
  const octal = /^\\([0-7]{1,3})/.exec(text.slice(at, at + 4));
  return octal === null ? common(context, letter) : codePoint(octal[1] ?? '', 8, octal[0].length, target);
}

function common({ text, at, target }: EscapeContext, letter: string): TranslatedEscape {
  if (letter === '') throw new Error('a "\\" at the end');
  if (letter === 'a') return { source: target.character(BELL), length: 2 };
  if (SAME.has(letter)) return { source: `\\${letter}`, length: 2 };
  const digits = HEX_DIGITS.get(letter);
  if (digits !== undefined) {
    const code = text.slice(at + 2, at + 2 + digits);
    if (code.length < digits || !/^[0-9A-Fa-f]+$/.test(code)) throw new Error(`a bad escape "\\${letter}"`);
    return codePoint(code, 16, digits + 2, target);
  }
  if (/^[A-Za-z0-9]$/.test(letter)) throw new Error(`a bad escape "\\${letter}"`);
  const code = text.codePointAt(at + 1) ?? 0;
  return { source: target.character(code), length: code > 0xffff ? 3 : 2 };
}

function codePoint(digits: string, radix: number, length: number, target: Target): TranslatedEscape {
  const code = parseInt(digits, radix);
  if (code > 0x10ffff) throw new Error(`there is no character ${digits}`);
  return { source: target.character(code), length };
}
