import { type Json, type JsonObject, InspectorError } from '@inspector/plugin-api';
import { readJson } from '@inspector/plugin-api/json';
import { isJsonObject } from '@inspector/plugin-api/ramdisk-data';
import { MAX_DEPTH, nestedTooDeeply } from '../json/depth.js';
import type { PostSender } from './types.js';

/** Data as the ramdisk posted them: the text as received and what it parses to. */
export interface PostedData {
  readonly text: string;
  readonly data: JsonObject;
  /** Who posted them; absent: not known. */
  readonly sender?: PostSender;
}

/**
 * Parses the text of a request into the JSON object it must be. The text is parsed once and kept beside the
 * result, because printing the result would lose the order of keys that look like integers, and blanks.
 *
 * Members named `__proto__` are dropped: copied carelessly they would become the prototype of something.
 *
 * @throws INSP_BAD_REQUEST when it is not JSON, not an object, or nested too deeply.
 */
export function parsePostedData(text: string): PostedData {
  let value: Json;
  try {
    value = readJson(text);
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new InspectorError('INSP_BAD_REQUEST', `Invalid data: ${cause.message}`, { cause });
    }
    throw new InspectorError('INSP_BAD_REQUEST', 'Invalid data: expected a JSON object, got None', { cause });
  }
  if (!isJsonObject(value)) {
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      `Invalid data: expected a JSON object, got ${typeName(value, text)}`,
    );
  }
  tidy(value);
  return { text, data: value };
}

/**
 * Reads the text that came with a request to process data again.
 *
 * @returns undefined when it holds no data: the stored data are meant
 * @throws as {@link parsePostedData}
 */
export function replacementIn(text: string | undefined): PostedData | undefined {
  if (text === undefined || text === '') return undefined;
  const posted = parsePostedData(text);
  return Object.keys(posted.data).length === 0 ? undefined : posted;
}

/** The name of a JSON type as the old service printed it, which is what clients know. */
function typeName(value: Json, text: string): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number' || typeof value === 'bigint') return /[.eE]/.test(text) ? 'float' : 'int';
  return { string: 'str', boolean: 'bool' }[typeof value as 'string' | 'boolean'];
}

/** Walks without recursion, so that hostile nesting cannot exhaust the stack before it is noticed. */
function tidy(data: JsonObject): void {
  let level: (JsonObject | Json[])[] = [data];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw nestedTooDeeply();
    const next: (JsonObject | Json[])[] = [];
    for (const container of level) {
      if (Array.isArray(container)) {
        for (const value of container) if (typeof value === 'object' && value !== null) next.push(value);
        continue;
      }
      if (Object.hasOwn(container, '__proto__')) Reflect.deleteProperty(container, '__proto__');
      for (const value of Object.values(container)) {
        if (typeof value === 'object' && value !== null) next.push(value);
      }
    }
    level = next;
  }
}
