import { LONGEST_TEXT, shortText } from '@inspector/plugin-api';

/** How deep the fields of a line are written. */
const DEEPEST = 10;

type Fields = Record<string, unknown>;

/**
 * The fields of a log line, at most 8 kB of them: long texts are cut, and long lists and objects lose their last items.
 * Fields often hold what a ramdisk has posted. Fields that are short enough stay the same object.
 */
export function shortFields(fields: Fields): Fields {
  return new Room(LONGEST_TEXT).has(fields) ? fields : (new Cut(LONGEST_TEXT).of(fields, 0) as Fields);
}

const isPlain = (value: unknown): value is Fields => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Measures whether a value is short enough, and stops measuring once it is not. */
class Room {
  constructor(private left: number) {}

  has(value: unknown, depth = 0): boolean {
    this.left -= typeof value === 'string' ? value.length : 8;
    if (this.left < 0 || depth > DEEPEST) return false;
    if (Array.isArray(value)) return value.every((item) => this.has(item, depth + 1));
    if (!isPlain(value)) return true;
    for (const name in value) {
      this.left -= name.length;
      if (!this.has(value[name], depth + 1)) return false;
    }
    return true;
  }
}

/** Copies as much of a value as there is room for. */
class Cut {
  constructor(private left: number) {}

  of(value: unknown, depth: number): unknown {
    this.left -= 8;
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return depth > DEEPEST ? '[…]' : this.#list(value, depth);
    if (!isPlain(value)) return value;
    return depth > DEEPEST ? '{…}' : this.#object(value, depth);
  }

  #text(text: string): string {
    const short = shortText(text, Math.max(this.left, 256));
    this.left -= short.length;
    return short;
  }

  #list(items: readonly unknown[], depth: number): unknown[] {
    const kept: unknown[] = [];
    for (const item of items) {
      if (this.left <= 0) return [...kept, `… and ${items.length - kept.length} more`];
      kept.push(this.of(item, depth + 1));
    }
    return kept;
  }

  #object(value: Fields, depth: number): Fields {
    const kept: [string, unknown][] = [];
    const names = Object.keys(value);
    for (const name of names) {
      if (this.left <= 0) {
        kept.push(['…', `and ${names.length - kept.length} more`]);
        break;
      }
      this.left -= name.length;
      kept.push([shortText(name, 256), this.of(value[name], depth + 1)]);
    }
    return Object.fromEntries(kept);
  }
}
