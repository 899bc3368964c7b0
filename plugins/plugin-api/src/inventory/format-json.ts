import { numberText } from '../json/number-texts.js';
import type { Json } from '../json/types.js';
import { sortedByCodePoint } from './code-points.js';

/** How a value is laid out. */
export interface JsonLayout {
  /** Blanks for each level. */
  readonly indent: number;
  /** Order of members: by code point, or as they are in the object. */
  readonly order: 'sorted' | 'kept';
}

/**
 * A value as JSON text in ASCII, laid out as `json.dumps(value, indent=…)` of Python does it, numbers as they were
 * read. No newline at the end.
 */
export function formatJson(value: Json, layout: JsonLayout): string {
  return new Formatter(layout).text(value, [value], 0, '\n');
}

class Formatter {
  readonly #step: string;
  readonly #isSorted: boolean;
  readonly #names = new Map<string, string>();

  constructor({ indent, order }: JsonLayout) {
    this.#step = ' '.repeat(indent);
    this.#isSorted = order === 'sorted';
  }

  /** @param holder - the object or list that has the value under this key: it knows how a number was written */
  text(value: Json, holder: object, key: string | number, line: string): string {
    if (typeof value === 'string') return asciiString(value);
    if (typeof value === 'number') return numberText(holder, key, value) ?? JSON.stringify(value);
    if (typeof value !== 'object' || value === null) return String(value);
    return Array.isArray(value) ? this.#list(value, line) : this.#object(value, line);
  }

  #list(list: Json[], line: string): string {
    if (list.length === 0) return '[]';
    const inner = line + this.#step;
    let text = '[';
    for (const [index, item] of list.entries()) {
      text += (index === 0 ? inner : `,${inner}`) + this.text(item, list, index, inner);
    }
    return `${text}${line}]`;
  }

  #object(object: { [key: string]: Json }, line: string): string {
    const keys = Object.keys(object);
    if (keys.length === 0) return '{}';
    const inner = line + this.#step;
    let text = '{';
    for (const [index, key] of (this.#isSorted ? this.#sorted(keys) : keys).entries()) {
      text += (index === 0 ? inner : `,${inner}`) + this.#name(key);
      text += `: ${this.text(object[key] ?? null, object, key, inner)}`;
    }
    return `${text}${line}}`;
  }

  /** Names are mostly in order already, because the text that they come from was. */
  #sorted(keys: string[]): string[] {
    let before = '';
    for (const key of keys) {
      if (key < before || !PLAIN.test(key)) return sortedByCodePoint(keys);
      before = key;
    }
    return keys;
  }

  /** The same names come again with every host. */
  #name(key: string): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const written = asciiString(key);
    if (this.#names.size < MOST_NAMES) this.#names.set(key, written);
    return written;
  }
}

/** Names whose written form is remembered. */
const MOST_NAMES = 10_000;
/** Printable ASCII without what is escaped in a string. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A string of JSON in which everything but printable ASCII is escaped, DEL too. */
const asciiString = (text: string): string =>
  PLAIN.test(text) ? `"${text}"` : JSON.stringify(text).replace(/[^ -~]/g, escaped);

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
