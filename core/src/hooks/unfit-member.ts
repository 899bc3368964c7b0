/** A value that JSON has no form for, and where it is. */
export interface UnfitMember {
  /** Such as `inventory.disks[0].when`; the whole data: `data`. */
  readonly path: string;
  /** Such as `a Date`. */
  readonly what: string;
}

/**
 * Finds a value that would be stored as something else than it is: a Date, NaN, a Map, an object that contains itself.
 * A member of an object that is undefined counts as absent. Integers beyond 2^53 are BigInt, and numbers written `1.0`
 * may be `Number` objects.
 */
export const unfitMember = (data: unknown): UnfitMember | undefined => new Search().look(data);

class Search {
  readonly #path: (string | number)[] = [];
  readonly #above = new Set<object>();

  look(value: unknown): UnfitMember | undefined {
    const what = this.#above.has(value as object) ? 'an object that contains itself' : unfit(value);
    if (what !== undefined) return { path: pathText(this.#path), what };
    if (typeof value !== 'object' || value === null || value instanceof Number) return undefined;
    this.#above.add(value);
    const found = Array.isArray(value) ? this.#items(value) : this.#members(value);
    this.#above.delete(value);
    return found;
  }

  #items(list: readonly unknown[]): UnfitMember | undefined {
    for (let index = 0; index < list.length; index++) {
      const found = this.#at(index, list[index]);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #members(object: object): UnfitMember | undefined {
    for (const [name, member] of Object.entries(object)) {
      const found = member === undefined ? undefined : this.#at(name, member);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #at(name: string | number, value: unknown): UnfitMember | undefined {
    this.#path.push(name);
    const found = this.look(value);
    this.#path.pop();
    return found;
  }
}

/** What a value is that JSON has no form for; its members are not looked at. */
function unfit(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : String(value);
  if (value === undefined) return 'undefined';
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value !== 'object' || value === null) return undefined;
  return Array.isArray(value) || value instanceof Number ? undefined : foreignObject(value);
}

/** The class of an object that is none of the plain ones. Objects of another realm are plain where their prototype is the last. */
function foreignObject(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined;
  const { name } = value.constructor;
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name || 'object of a class'}`;
}

const pathText = (path: readonly (string | number)[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '') || 'data';
