import type { Json, JsonObject } from '@inspector/plugin-api';

/** One thing a TLV says. */
export interface Fact {
  readonly key: string;
  readonly value: Json;
  /** true: the key holds a list and this is one more item of it. */
  readonly item: boolean;
}

/** A key with one value: the first TLV that sets it wins. */
export const single = (key: string, value: Json): Fact => ({ key, value, item: false });

/** One more item of a key that holds a list. */
export const item = (key: string, value: Json): Fact => ({ key, value, item: true });

/** Adds facts to what is known of a network card. */
export const addFacts = (known: JsonObject, facts: readonly Fact[]): void => {
  for (const { key, value, item: isItem } of facts) {
    if (!isItem) {
      if (!Object.hasOwn(known, key)) known[key] = value;
      continue;
    }
    const list = known[key];
    if (Array.isArray(list)) list.push(value);
    else known[key] = [value];
  }
};
