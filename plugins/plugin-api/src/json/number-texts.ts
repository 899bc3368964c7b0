import type { Json, JsonObject } from './types.js';

/**
 * How numbers of one object or list were written, by key or index. Only numbers are in it that JavaScript would
 * write differently: `1.0`, `1e16`, `-0`, `0.10`.
 */
export type NumberTexts = Map<string, string> | (string | undefined)[];

/**
 * Where the texts lie: in the object or list itself, under a symbol. `JSON.stringify`, `Object.keys` and
 * `structuredClone` do not see it; `{ ...object }` and `Object.assign` take it along.
 */
const NUMBER_TEXTS = Symbol.for('@inspector/number-texts');

interface MayHaveTexts {
  [NUMBER_TEXTS]?: NumberTexts;
}

/** A JSON object or list. */
export type JsonContainer = JsonObject | Json[];

/** The texts kept with an object or list, if there are any. */
export const numberTextsOf = (container: object): NumberTexts | undefined =>
  (container as MayHaveTexts)[NUMBER_TEXTS];

/** Keeps texts with an object or list; undefined removes them. */
export function setNumberTexts(container: object, texts: NumberTexts | undefined): void {
  const target = container as MayHaveTexts;
  if (texts !== undefined) target[NUMBER_TEXTS] = texts;
  else if (target[NUMBER_TEXTS] !== undefined) Reflect.deleteProperty(target, NUMBER_TEXTS);
}

/**
 * How a number was written.
 *
 * @param container - the object or list that has it
 * @param key - its key; of a list the index, also as text
 * @returns undefined when the text was not kept, or when another number has been put in its place
 */
export function numberText(container: object, key: string | number, value: number): string | undefined {
  const texts = numberTextsOf(container);
  if (texts === undefined) return undefined;
  const text = Array.isArray(texts) ? texts[Number(key)] : texts.get(String(key));
  return text !== undefined && Object.is(Number(text), value) ? text : undefined;
}
