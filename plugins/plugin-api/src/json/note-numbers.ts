import { endOfNumber, endOfString, stringBetween } from './json-position.js';
import { numberTextsOf, setNumberTexts, type JsonContainer } from './number-texts.js';
import type { Json } from './types.js';
import { readNumber, type NumberReading } from './unlike-numbers.js';

/** An object or list whose text is being read. */
interface Place {
  /** Undefined where the same key comes again later, so that this one is not in the result. */
  readonly container: JsonContainer | undefined;
  readonly isList: boolean;
  /** Index in a list. */
  index: number;
  /** Where the key in an object begins and ends in the text, quotes included. */
  keyStart: number;
  keyEnd: number;
  /** Whether a value is next, and not a key. */
  isAtValue: boolean;
  /** Whether a number of this object was noted: only then may there be something to forget. */
  isNoted: boolean;
}

/**
 * Goes through a JSON text beside its parsed value and makes the numbers in it exact: integers beyond 2^53 - 1
 * become BigInt, and of other numbers that JavaScript would write differently the text is kept (`numberText`).
 *
 * Takes time in proportion to the text, and no stack. A root that is itself a number is not looked at.
 *
 * @param json - text that is known to be valid
 * @throws RangeError for integers of more than 4300 digits
 */
export function noteNumbers(json: string, root: Json): void {
  new Notes(json).take(root);
}

/** Readings that are remembered: real data repeat few numbers. */
const MAX_REMEMBERED = 1000;

class Notes {
  readonly #outer: Place[] = [];
  readonly #readings = new Map<string, NumberReading>();
  #place: Place | undefined;

  constructor(private readonly json: string) {}

  take(root: Json): void {
    const { json } = this;
    for (let at = 0; at < json.length; at++) {
      switch (json.charAt(at)) {
        case '"':
          at = this.#string(at) - 1;
          break;
        case ':':
          if (this.#place) this.#place.isAtValue = true;
          break;
        case ',':
          this.#next();
          break;
        case '{':
          this.#enter(root, false);
          break;
        case '[':
          this.#enter(root, true);
          break;
        case '}':
        case ']':
          this.#place = this.#outer.pop();
          break;
        case 't':
        case 'f':
        case 'n':
          at += 3;
          this.#forget();
          break;
        case ' ':
        case '\n':
        case '\r':
        case '\t':
        case 'e':
          break;
        default:
          at = this.#number(at) - 1;
      }
    }
  }

  #string(start: number): number {
    const end = endOfString(this.json, start);
    const place = this.#place;
    if (place === undefined || place.isAtValue) this.#forget();
    else {
      place.keyStart = start;
      place.keyEnd = end;
    }
    return end;
  }

  #next(): void {
    const place = this.#place;
    if (place === undefined) return;
    place.index++;
    place.isAtValue = place.isList;
  }

  #enter(root: Json, isList: boolean): void {
    const outer = this.#place;
    const child = outer === undefined ? root : valueAt(outer, this.#key(outer));
    this.#forget();
    if (outer) this.#outer.push(outer);
    const isContainer = typeof child === 'object' && child !== null && Array.isArray(child) === isList;
    const container = isContainer ? (child as JsonContainer) : undefined;
    if (container) setNumberTexts(container, undefined);
    this.#place = {
      container,
      isList,
      index: 0,
      keyStart: 0,
      keyEnd: 0,
      isAtValue: isList,
      isNoted: false,
    };
  }

  #number(start: number): number {
    const end = endOfNumber(this.json, start);
    const text = this.json.slice(start, end);
    const reading = this.#readings.get(text) ?? this.#read(text);
    const place = this.#place;
    if (place?.container === undefined) return end;
    if (reading.kind === 'plain') this.#forget();
    else note(place, this.#key(place), text, reading);
    return end;
  }

  #read(text: string): NumberReading {
    const reading = readNumber(text);
    if (this.#readings.size >= MAX_REMEMBERED) this.#readings.clear();
    this.#readings.set(text, reading);
    return reading;
  }

  /** Of a key that comes twice the last value counts: what was noted for an earlier one goes. */
  #forget(): void {
    const place = this.#place;
    if (place?.container === undefined || !place.isNoted || place.isList) return;
    const texts = numberTextsOf(place.container);
    if (texts instanceof Map) texts.delete(String(this.#key(place)));
  }

  #key({ isList, index, keyStart, keyEnd }: Place): string | number {
    return isList ? index : stringBetween(this.json, keyStart, keyEnd);
  }
}

/** The value at a place; nothing is read through the prototype chain. */
function valueAt({ container }: Place, key: string | number): Json | undefined {
  if (Array.isArray(container)) return container[Number(key)];
  return container !== undefined && Object.hasOwn(container, key) ? container[key] : undefined;
}

function note(place: Place, key: string | number, text: string, { kind, value }: NumberReading): void {
  const present = valueAt(place, key);
  const isHere =
    (typeof present === 'bigint' || typeof present === 'number') && Object.is(Number(present), Number(value));
  // A later member of this name has another value: this one does not count.
  if (!isHere) return;
  if (typeof present === 'bigint' || kind === 'integer') setValue(place, key, value);
  setText(place, key, kind === 'integer' ? undefined : text);
}

/** The member is there already, so that a key `__proto__` is set like any other. */
function setValue({ container }: Place, key: string | number, value: number | bigint): void {
  if (Array.isArray(container)) container[Number(key)] = value;
  else if (container) container[key] = value;
}

function setText(place: Place, key: string | number, text: string | undefined): void {
  const { container } = place;
  if (container === undefined) return;
  const present = numberTextsOf(container);
  if (text === undefined && present === undefined) return;
  place.isNoted = true;
  const texts = present ?? (place.isList ? [] : new Map<string, string>());
  if (Array.isArray(texts)) texts[Number(key)] = text;
  else if (text === undefined) texts.delete(String(key));
  else texts.set(String(key), text);
  if (present === undefined) setNumberTexts(container, texts);
}
