import type { JsonObject } from '@inspector/plugin-api';
import { member } from '@inspector/plugin-api/ramdisk-data';

/** Characters of one piece: 256 KiB, as the canonical text is ASCII. */
const PIECE = 256 * 1024;

/**
 * The variables that hold a text: `name` where it is short; else `name_1`, `name_2`, … and in `name` how many there are.
 */
export function inPieces(name: string, text: string): JsonObject {
  if (text.length <= PIECE) return { [name]: text };
  const variables: JsonObject = {};
  let count = 0;
  for (let begin = 0; begin < text.length;) {
    const end = endOfPiece(text, begin);
    count++;
    variables[`${name}_${count}`] = text.slice(begin, end);
    begin = end;
  }
  variables[name] = { pieces: count };
  return variables;
}

/** The text that variables hold; undefined: none, or not all of it. */
export function textIn(name: string, variables: JsonObject): string | undefined {
  const whole = member(variables, name);
  if (typeof whole === 'string') return whole;
  const count = member(whole, 'pieces');
  if (typeof count !== 'number') return undefined;
  let text = '';
  for (let number = 1; number <= count; number++) {
    const piece = member(variables, `${name}_${number}`);
    if (typeof piece !== 'string') return undefined;
    text += piece;
  }
  return text;
}

/** The names of all variables that are of a text, or were of a longer one. */
export const piecesOf = (name: string, variables: JsonObject): string[] =>
  Object.keys(variables).filter((key) => key === name || isPieceOf(name, key));

const isPieceOf = (name: string, key: string): boolean =>
  key.startsWith(`${name}_`) && /^\d+$/.test(key.slice(name.length + 1));

/** No piece ends within a character of two units: each piece has to be text of its own. */
function endOfPiece(text: string, begin: number): number {
  const end = Math.min(begin + PIECE, text.length);
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}
