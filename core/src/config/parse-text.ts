import { createRequire } from 'node:module';
import type * as LosslessJson from 'lossless-json';
import { thrownText } from '@inspector/plugin-api';

/**
 * Reads a configuration written in JSON. A byte order mark, as some editors write it, is no mistake.
 *
 * @returns null for an empty text
 * @throws Error that says line, column and what is wrong
 */
export function parseJsonText(text: string): unknown {
  const json = readable(text);
  if (json.trim() === '') return null;
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw new Error(jsonFault(json, thrownText(error)), { cause: error });
  }
}

const require = createRequire(import.meta.url);

/** Node.js names the place of some faults only; the other parser, loaded for them, names that of each. */
function jsonFault(json: string, reason: string): string {
  const { parse: parseExactly } = require('lossless-json') as typeof LosslessJson;
  try {
    parseExactly(json);
    return reason;
  } catch (error) {
    const [, what = '', offset] = /^(.*?) at position (\d+)$/s.exec(thrownText(error)) ?? [];
    if (offset === undefined) return `${placeOf(json, json.length)}: ${thrownText(error)}`;
    return `${placeOf(json, Number(offset))}: ${what}${hintFor(json, Number(offset))}`;
  }
}

/** The mistakes that people make who write JSON by hand. */
function hintFor(json: string, offset: number): string {
  const before = json.slice(0, offset).trimEnd();
  const next = json.charAt(offset);
  if (before.endsWith(',') && (next === '}' || next === ']'))
    return `. JSON allows no comma before a closing ${next === '}' ? 'brace' : 'bracket'}`;
  if (next === '/' || next === '#') return '. JSON allows no comments';
  if (next === "'") return '. JSON allows double quotes only';
  return '';
}

function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}

/** A file in UTF-16, read as UTF-8, begins with two characters that cannot be shown. */
export function readable(text: string): string {
  if (text.startsWith('\uFFFD\uFFFD')) throw new Error('it is not written in UTF-8. Save it as UTF-8');
  return text.replace(/^\uFEFF/, '');
}
