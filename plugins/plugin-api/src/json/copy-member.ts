import { copyJson } from './copy-json.js';
import { numberText, numberTextsOf, setNumberTexts } from './number-texts.js';
import { setOwn } from './set-own.js';
import type { JsonObject } from './types.js';

/**
 * Puts a copy of a member of one object into another one. A number keeps the text it was written with, which a plain
 * assignment would lose.
 */
export function copyMember(from: JsonObject, to: JsonObject, key: string): void {
  const value = Object.hasOwn(from, key) ? from[key] : undefined;
  if (value === undefined) return;
  setOwn(to, key, copyJson(value));
  const text = typeof value === 'number' ? numberText(from, key, value) : undefined;
  const present = numberTextsOf(to);
  if (text === undefined && present === undefined) return;
  // Copies of an object share its texts, so these are not changed.
  const texts = new Map(present instanceof Map ? present : []);
  if (text === undefined) texts.delete(key);
  else texts.set(key, text);
  setNumberTexts(to, texts);
}
