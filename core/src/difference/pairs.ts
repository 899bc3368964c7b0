import { IDENTITIES, type Part, PLACES } from './types.js';

/** Parts that are taken for the same one, or for one in the place of the other. */
export interface Pair {
  readonly before: Part;
  readonly after: Part;
}

/** What two lists of parts have in common, and what only one of them has. */
export interface Paired {
  readonly pairs: readonly Pair[];
  readonly removed: readonly Part[];
  readonly added: readonly Part[];
}

/** A text that two parts must share to be paired; undefined: the part has none. */
type Key = (part: Part) => string | undefined;

/**
 * Pairs the parts of one kind before and after. First those that are alike in everything, in whatever order they are
 * listed; then those with the same serial, world wide name or MAC, wherever they are now; then those in the same place;
 * last those that the kernel calls alike. A key that two parts of one list share tells nothing and is passed over.
 */
export function pairParts(before: readonly Part[], after: readonly Part[]): Paired {
  const pairing = new Pairing(before, after);
  pairing.pairAlike();
  for (const name of IDENTITIES) {
    pairing.pairBy(({ identity, facts }) => (identity.includes(name) ? textOf(facts[name]) : undefined));
  }
  for (const name of PLACES) pairing.pairBy((part) => textOf(part.places[name]));
  pairing.pairBy(({ label }) => label);
  return pairing;
}

class Pairing implements Paired {
  readonly pairs: Pair[] = [];
  removed: Part[];
  added: Part[];

  constructor(before: readonly Part[], after: readonly Part[]) {
    this.removed = [...before];
    this.added = [...after];
  }

  /** Pairs parts that are alike in everything, each with one. */
  pairAlike(): void {
    const left = new Map<string, Part[]>();
    for (const part of this.removed) {
      const text = wholeText(part);
      const alike = left.get(text);
      if (alike === undefined) left.set(text, [part]);
      else alike.push(part);
    }
    this.#take((part) => left.get(wholeText(part))?.shift());
  }

  /** Pairs parts that share a key which nobody else in their list has. */
  pairBy(key: Key): void {
    const before = uniquely(this.removed, key);
    const after = uniquely(this.added, key);
    this.#take((part) => {
      const text = key(part);
      return text !== undefined && after.has(text) ? before.get(text) : undefined;
    });
  }

  #take(partnerOf: (part: Part) => Part | undefined): void {
    const taken = new Set<Part>();
    this.added = this.added.filter((after) => {
      const before = partnerOf(after);
      if (before === undefined) return true;
      taken.add(before);
      this.pairs.push({ before, after });
      return false;
    });
    this.removed = this.removed.filter((part) => !taken.has(part));
  }
}

/** The parts that have a key which no other of them has. */
function uniquely(parts: readonly Part[], key: Key): Map<string, Part> {
  const found = new Map<string, Part>();
  const shared = new Set<string>();
  for (const part of parts) {
    const text = key(part);
    if (text === undefined) continue;
    if (found.has(text)) shared.add(text);
    found.set(text, part);
  }
  for (const text of shared) found.delete(text);
  return found;
}

const textOf = (fact: unknown): string | undefined => (fact === undefined ? undefined : String(fact));

/** What the kernel calls a part does not tell it from one that is alike. */
const wholeText = ({ facts, places }: Part): string =>
  JSON.stringify([facts, places].map((values) => Object.entries(values).sort()));
