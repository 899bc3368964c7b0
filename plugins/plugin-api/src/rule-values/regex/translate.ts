import { classEscape, escape, type EscapeContext, type EscapeMode } from './escapes.js';
import { NotLinear, type Target } from './target.js';

/** An expression in the syntax of the target; for RE2 without capturing groups. */
export interface Translation {
  /** Flags for the whole expression: `i`, and for RE2 also `m` and `s`. */
  readonly flags: string;
  readonly source: string;
  /** For RE2, look-aheads in front of everything else: they are tested on their own, at the start of the text. */
  readonly lookAheads: readonly { readonly source: string; readonly negative: boolean }[];
  /** Whether the expression starts with `^` or `\A`. */
  readonly isAnchored: boolean;
  /** Whether there is a `|` outside all groups. */
  readonly hasAlternatives: boolean;
}

const FLAG_LETTERS: ReadonlySet<string> = new Set(['a', 'i', 'm', 's', 'u', 'x']);
const BLANKS: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r', '\f', '\v']);

/**
 * Brings an expression of Python's dialect into that of the target. Throws Error for what neither has, and
 * {@link NotLinear} for what RE2 alone lacks: back references, and look-aheads anywhere but at the start.
 */
export function translate(expression: string, target: Target): Translation {
  return new Translator(expression, target).whole();
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

  constructor(
    private readonly text: string,
    private readonly target: Target,
  ) {}

  whole(): Translation {
    this.#readGlobalFlags();
    while (this.#at < this.text.length) this.#step();
    return {
      flags: [...this.#flags]
        .filter((flag) => (this.target.backtracks ? 'i' : 'ims').includes(flag))
        .join(''),
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
        return this.#anchor(this.#lineStart(), 1);
      case '$':
        return this.#emit(this.#lineEnd(), 1);
      case '{':
        return this.#braces();
      default:
        return this.#emit(this.target.backtracks ? this.#plain(character) : character, 1);
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

  #lineStart(): string {
    if (!this.target.backtracks) return '^';
    return this.#flags.has('m') ? '(?<![^\\n])' : this.target.textStart;
  }

  #lineEnd(): string {
    const { backtracks, textEnd } = this.target;
    if (this.#flags.has('m')) return backtracks ? '(?![^\\n])' : '$';
    return backtracks ? `(?=\\n?${textEnd})` : `(?:\\n?${textEnd})`;
  }

  /** A character that JavaScript reads in another way, or not at all. */
  #plain(character: string): string {
    if (character === '.') return this.#flags.has('s') ? '[\\s\\S]' : '[^\\n]';
    return character === ']' || character === '}' ? `\\${character}` : character;
  }

  #anchor(source: string, length: number): void {
    const isAtStart = this.#isAtStart;
    this.#isAnchored ||= isAtStart && !(source === '^' && this.#flags.has('m'));
    this.#emit(source, length);
    this.#isAtStart = isAtStart;
  }

  #escape(): void {
    if (this.#startsWith('\\A')) return this.#anchor(this.target.textStart, 2);
    const { source, length } = escape(this.#escapeAt(this.#at));
    this.#emit(source, length);
  }

  #escapeAt(at: number): EscapeContext {
    return { text: this.text, at, mode: this.#mode, target: this.target };
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
        const translated = classEscape(this.#escapeAt(at));
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
    const ahead = this.text.slice(this.#at, this.#at + 24);
    const open = /^\{,(\d*)\}/.exec(ahead);
    if (open !== null) return this.#emit(`{0,${open[1] ?? ''}}`, open[0].length);
    if (!this.target.backtracks) return this.#emit('{', 1);
    const counted = /^\{\d+(?:,\d*)?\}/.exec(ahead);
    return counted === null ? this.#emit('\\{', 1) : this.#emit(counted[0], counted[0].length);
  }

  #group(): void {
    const { backtracks } = this.target;
    if (!this.#startsWith('(?')) return this.#open(backtracks ? '(' : '(?:', 1);
    if (this.#startsWith('(?:')) return this.#open('(?:', 3);
    if (this.#startsWith('(?<=') || this.#startsWith('(?<!')) {
      return this.#open(this.text.slice(this.#at, this.#at + 4), 4);
    }
    if (this.#startsWith('(?=') || this.#startsWith('(?!')) return this.#lookAhead();
    if (this.#startsWith('(?#')) return this.#comment();
    if (this.#startsWith('(?(')) throw new Error('a conditional group "(?(…)", which is not supported');
    if (this.#startsWith('(?>')) throw new Error('an atomic group "(?>…)", which is not supported');
    const opening = this.text.slice(this.#at, this.#at + 300);
    const named = /^\(\?P<[A-Za-z_]\w*>/.exec(opening);
    if (named !== null) {
      return this.#open(backtracks ? named[0].replace('P', '') : '(?:', named[0].length);
    }
    const reference = /^\(\?P=([A-Za-z_]\w*)\)/.exec(opening);
    if (reference !== null) {
      if (!backtracks) throw new NotLinear();
      return this.#emit(`\\k<${reference[1] ?? ''}>`, reference[0].length);
    }
    const flagged = /^\(\?[ims]*(?:-[ims]+)?:/.exec(opening);
    if (flagged !== null && backtracks) {
      throw new Error(
        `flags of a group, "${flagged[0]}", in an expression with back references or look-ahead inside`,
      );
    }
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
    if (this.target.backtracks) return this.#open(this.text.slice(this.#at, this.#at + 3), 3);
    if (!this.#isAtStart || this.#depth > 0) throw new NotLinear();
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
