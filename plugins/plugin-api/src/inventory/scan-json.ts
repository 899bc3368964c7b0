import type { PathStep } from './json-path.js';

/** Deepest nesting that is read at all: what works on the value afterwards is recursive. */
const MAX_DEPTH = 512;

/** Where a text stops being JSON as an inventory needs it. */
export class JsonFault extends Error {
  constructor(
    message: string,
    /** Index of the character in the text. */
    readonly offset: number,
    /** The member or item that was being read. */
    readonly path: readonly PathStep[],
  ) {
    super(message);
    this.name = 'JsonFault';
  }
}

/** An object or list that is being read. */
interface Place {
  /** The names so far; undefined: a list. */
  readonly names: Set<string> | undefined;
  /** The member or item that is being read; undefined: its name is not read yet. */
  step: PathStep | undefined;
}

/**
 * Checks a text that should be one JSON value. `JSON.parse` says neither where a text is wrong in terms of its content
 * nor that a name comes twice, of which it would take the last.
 *
 * Takes time in proportion to the text, and no stack.
 *
 * @throws {@link JsonFault} at the first fault: no JSON, a name twice in one object, more than 512 levels
 */
export function scanJson(text: string): void {
  new Scanner(text).scan();
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const FOUR_DIGITS = /[0-9a-fA-F]{4}/y;

class Scanner {
  readonly #places: Place[] = [];
  #at = 0;

  constructor(private readonly text: string) {}

  scan(): void {
    this.#value();
    while (this.#places.length > 0) this.#next();
    this.#blanks();
    if (this.#at < this.text.length) this.#fail('there is something after the end');
  }

  /** Reads a value; of an object or list the beginning only, what is in it comes with `#next`. */
  #value(): void {
    this.#blanks();
    const character = this.text.charAt(this.#at);
    if (character === '"') this.#string();
    else if (character === '{') this.#open({ names: new Set(), step: undefined }, '}');
    else if (character === '[') this.#open({ names: undefined, step: 0 }, ']');
    else if (character === '-' || (character >= '0' && character <= '9')) this.#number();
    else this.#word();
  }

  #open(place: Place, end: string): void {
    if (this.#places.length >= MAX_DEPTH) this.#fail(`it is nested deeper than ${String(MAX_DEPTH)} levels`);
    this.#at++;
    this.#blanks();
    if (this.text.charAt(this.#at) === end) {
      this.#at++;
      return;
    }
    this.#places.push(place);
    this.#member(place);
  }

  /** Reads what follows a value inside of an object or list. */
  #next(): void {
    const place = this.#places.at(-1);
    if (place === undefined) return;
    this.#blanks();
    const isList = place.names === undefined;
    const character = this.text.charAt(this.#at);
    if (character === ',') {
      this.#at++;
      place.step = typeof place.step === 'number' ? place.step + 1 : undefined;
      this.#member(place);
    } else if (character === (isList ? ']' : '}')) {
      this.#at++;
      this.#places.pop();
    } else this.#expected(isList ? '"," or "]"' : '"," or "}"');
  }

  #member(place: Place): void {
    if (place.names !== undefined) this.#name(place, place.names);
    this.#value();
  }

  #name(place: Place, names: Set<string>): void {
    this.#blanks();
    if (this.text.charAt(this.#at) !== '"') this.#expected('a name in double quotes');
    const start = this.#at;
    this.#string();
    const written = this.text.slice(start + 1, this.#at - 1);
    const name = written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written;
    place.step = name;
    if (names.has(name)) this.#fail('the name is there twice in this object', start);
    names.add(name);
    this.#blanks();
    if (this.text.charAt(this.#at) !== ':') this.#expected('":"');
    this.#at++;
  }

  #string(): void {
    const { text } = this;
    let at = this.#at + 1;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === 0x22) break;
      if (unit === 0x5c) at = this.#escape(at);
      else if (unit >= 0x20) at++;
      else if (at >= text.length) this.#fail('the text ends within a string', text.length);
      else this.#fail('a string holds a control character that is not escaped', at);
    }
    this.#at = at + 1;
  }

  /** @returns the index behind the escape */
  #escape(at: number): number {
    const letter = this.text.charAt(at + 1);
    if (letter !== '' && '"\\/bfnrt'.includes(letter)) return at + 2;
    FOUR_DIGITS.lastIndex = at + 2;
    if (letter === 'u' && FOUR_DIGITS.test(this.text)) return at + 6;
    return this.#fail('a string holds a backslash that begins no escape', at);
  }

  #number(): void {
    NUMBER.lastIndex = this.#at;
    if (!NUMBER.test(this.text)) this.#fail('this is no number');
    this.#at = NUMBER.lastIndex;
    if (/[\w.+-]/.test(this.text.charAt(this.#at))) this.#fail('this is no number');
  }

  #word(): void {
    const word = ['true', 'false', 'null'].find((each) => this.text.startsWith(each, this.#at));
    if (word === undefined) return this.#expected('a value');
    this.#at += word.length;
  }

  #blanks(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.#at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.#at++;
    }
  }

  #expected(what: string): never {
    const found = this.text.charAt(this.#at);
    if (found === '')
      return this.#fail(this.text.trim() === '' ? 'it is empty' : `the text ends where ${what} should be`);
    return this.#fail(`${what} should be here, and not ${JSON.stringify(found)}`);
  }

  #fail(message: string, offset = this.#at): never {
    throw new JsonFault(
      message,
      offset,
      this.#places.flatMap(({ step }) => step ?? []),
    );
  }
}
