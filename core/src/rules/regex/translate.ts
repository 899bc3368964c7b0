import { classEscape, escape, type EscapeMode } from './escapes.js';

/** An expression in RE2 syntax, without capturing groups. */
export interface Translation {
  /** Flags for the whole expression, e.g. `i`. */
  readonly flags: string;
  readonly source: string;
  /** Look-aheads in front of everything else: they are tested on their own, at the start of the text. */
  readonly lookAheads: readonly { readonly source: string; readonly negative: boolean }[];
  /** Whether the expression starts with `^` or `\A`. */
  readonly isAnchored: boolean;
  /** Whether there is a `|` outside all groups. */
  readonly hasAlternatives: boolean;
}

const LINEAR = 'expressions are run in linear time, which excludes it';
const FLAG_LETTERS: ReadonlySet<string> = new Set(['a', 'i', 'm', 's', 'u', 'x']);
const BLANKS: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r', '\f', '\v']);

/**
 * Brings an expression of Python's dialect into RE2's. Throws Error for backreferences, conditional and
 * atomic groups, and look-aheads anywhere but at the start: RE2 cannot run them in linear time.
 */
export function translate(expression: string): Translation {
  return new Translator(expression).whole();
}

class Translator {
  #at = 0;
  #source = '';
  #depth = 0;
  #isAtStart = true;
  #isAnchored = false;
  #hasAlternatives = false;
  #flags = new Set<string>();
  readonly #lookAheads: { source: string; negative: boolean }[] = [];

  constructor(private readonly text: string) {}

  whole(): Translation {
    this.#readGlobalFlags();
    while (this.#at < this.text.length) this.#step();
    return {
      flags: [...this.#flags].filter((flag) => 'ims'.includes(flag)).join(''),
      source: this.#source,
      lookAheads: this.#lookAheads,
      isAnchored: this.#isAnchored,
      hasAlternatives: this.#hasAlternatives,
    };
  }

  get #mode(): EscapeMode {
    return this.#flags.has('a') ? 'ascii' : 'unicode';
  }

  #startsWith(text: string): boolean {
    return this.text.startsWith(text, this.#at);
  }

  #emit(source: string, length: number): void {
    this.#source += source;
    this.#at += length;
    this.#isAtStart = false;
  }

  #readGlobalFlags(): void {
    const flags = /^\(\?([A-Za-z]+)\)/.exec(this.text);
    if (flags === null) return;
    for (const flag of flags[1] ?? '') {
      if (!FLAG_LETTERS.has(flag)) throw new Error(`the flag "${flag}" is not supported`);
      this.#flags.add(flag);
    }
    this.#at = flags[0].length;
  }

  #step(): void {
    const character = this.text.charAt(this.#at);
    if (this.#flags.has('x') && this.#skipVerbose(character)) return;
    switch (character) {
      case '\\':
        return this.#escape();
      case '[':
        return this.#characterClass();
      case '(':
        return this.#group();
      case ')':
        this.#depth -= 1;
        return this.#emit(')', 1);
      case '|':
        this.#hasAlternatives ||= this.#depth === 0;
        return this.#emit('|', 1);
      case '^':
        return this.#anchor('^', 1);
      case '$':
        return this.#emit(this.#flags.has('m') ? '$' : '(?:\\n?\\z)', 1);
      case '{':
        return this.#braces();
      default:
        return this.#emit(character, 1);
    }
  }

  #skipVerbose(character: string): boolean {
    if (BLANKS.has(character)) {
      this.#at += 1;
      return true;
    }
    if (character !== '#') return false;
    const end = this.text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.text.length : end + 1;
    return true;
  }

  #anchor(source: string, length: number): void {
    const isAtStart = this.#isAtStart;
    this.#isAnchored ||= isAtStart && !(source === '^' && this.#flags.has('m'));
    this.#emit(source, length);
    this.#isAtStart = isAtStart;
  }

  #escape(): void {
    if (this.#startsWith('\\A')) return this.#anchor('\\A', 2);
    const { source, length } = escape(this.text, this.#at, this.#mode);
    this.#emit(source, length);
  }

  #characterClass(): void {
    let at = this.#at + 1;
    let source = '[';
    if (this.text.charAt(at) === '^') {
      source += '^';
      at += 1;
    }
    for (let isFirst = true; ; isFirst = false) {
      const character = this.text.charAt(at);
      if (character === '') throw new Error('a "[" that is never closed');
      if (character === ']' && !isFirst) break;
      if (character === '\\') {
        const translated = classEscape(this.text, at, this.#mode);
        source += translated.source;
        at += translated.length;
      } else {
        source += character === '[' || character === ']' ? `\\${character}` : character;
        at += 1;
      }
    }
    this.#emit(`${source}]`, at + 1 - this.#at);
  }

  /** `{,3}` counts from zero; all other forms are the same in both dialects. */
  #braces(): void {
    const open = /^\{,(\d*)\}/.exec(this.text.slice(this.#at, this.#at + 12));
    if (open === null) this.#emit('{', 1);
    else this.#emit(`{0,${open[1] ?? ''}}`, open[0].length);
  }

  #group(): void {
    if (!this.#startsWith('(?')) return this.#open('(?:', 1);
    if (this.#startsWith('(?:')) return this.#open('(?:', 3);
    if (this.#startsWith('(?<=') || this.#startsWith('(?<!')) {
      return this.#open(this.text.slice(this.#at, this.#at + 4), 4);
    }
    if (this.#startsWith('(?=') || this.#startsWith('(?!')) return this.#lookAhead();
    if (this.#startsWith('(?#')) return this.#comment();
    if (this.#startsWith('(?P=')) throw new Error(`a backreference "(?P=…)": ${LINEAR}`);
    if (this.#startsWith('(?(')) throw new Error(`a conditional group "(?(…)": ${LINEAR}`);
    if (this.#startsWith('(?>')) throw new Error(`an atomic group "(?>…)": ${LINEAR}`);
    const opening = this.text.slice(this.#at, this.#at + 300);
    const named = /^\(\?P<[A-Za-z_]\w*>/.exec(opening);
    if (named !== null) return this.#open('(?:', named[0].length);
    const flagged = /^\(\?[ims]*(?:-[ims]+)?:/.exec(opening);
    if (flagged !== null) return this.#open(flagged[0], flagged[0].length);
    throw new Error(`unknown group ${JSON.stringify(opening.slice(0, 8))}`);
  }

  #open(source: string, length: number): void {
    this.#depth += 1;
    this.#emit(source, length);
  }

  #comment(): void {
    const end = this.text.indexOf(')', this.#at);
    if (end < 0) throw new Error('a comment that is never closed');
    this.#at = end + 1;
  }

  #lookAhead(): void {
    if (!this.#isAtStart || this.#depth > 0) {
      throw new Error(`a look-ahead "(?=…)" or "(?!…)" that is not at the start: ${LINEAR}`);
    }
    const negative = this.#startsWith('(?!');
    const before = this.#source;
    this.#at += 3;
    this.#source = '';
    this.#depth = 1;
    while (this.#depth > 0) {
      if (this.#at >= this.text.length) throw new Error('a look-ahead that is never closed');
      this.#isAtStart = false;
      this.#step();
    }
    this.#lookAheads.push({ source: this.#source.slice(0, -1), negative });
    this.#source = before;
    this.#isAtStart = true;
  }
}
