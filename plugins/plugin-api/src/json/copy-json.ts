import { isJsonObject } from './json-object.js';
import { numberTextsOf, setNumberTexts } from './number-texts.js';
import { setOwn } from './set-own.js';
import type { Json } from './types.js';

/**
 * A deep copy of a JSON value, as `structuredClone` makes it, in which numbers also keep the text they were
 * written with. What is in two places of the value is in two places of the copy.
 */
export const copyJson = <T extends Json>(value: T): T => copy(value, new Map()) as T;

function copy(value: Json, known: Map<object, Json>): Json {
  if (typeof value !== 'object' || value === null) return value;
  const made = known.get(value);
  if (made !== undefined) return made;
  if (Array.isArray(value)) {
    const list: Json[] = [];
    known.set(value, list);
    for (const item of value) list.push(copy(item, known));
    setNumberTexts(list, numberTextsOf(value));
    return list;
  }
  if (!isJsonObject(value)) return value;
  const object: { [key: string]: Json } = {};
  known.set(value, object);
  for (const [key, member] of Object.entries(value)) setOwn(object, key, copy(member, known));
  setNumberTexts(object, numberTextsOf(value));
  return object;
}
