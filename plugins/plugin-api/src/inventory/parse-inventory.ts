import { InspectorError } from '../errors/inspector-error.js';
import { isJsonObject } from '../json/json-object.js';
import { readJson } from '../json/read-json.js';
import { pathText } from './json-path.js';
import { JsonFault, scanJson } from './scan-json.js';
import type { InventoryDocument } from './types.js';

/**
 * Reads the text of a document: JSON in UTF-8, with or without a byte order mark. Its shape is not looked at
 * (`assertValidInventory` does that), but it is an object in which no name comes twice.
 *
 * @param source - the text, or its bytes
 * @param name - what a person knows it by, for messages: a path, `revision 12 of the database`
 * @throws `INSP_INVENTORY_CORRUPT` naming line, column and JSON path. Nothing that cannot be read counts as empty:
 *   whoever writes next would replace it by a new inventory
 */
export function parseInventory(source: string | Uint8Array, name: string): InventoryDocument {
  const text = withoutMark(typeof source === 'string' ? source : decoded(source, name));
  try {
    scanJson(text);
  } catch (error) {
    if (error instanceof JsonFault) throw corrupt(name, text, error);
    throw error;
  }
  const value = readAll(text, name);
  if (isJsonObject(value)) return value;
  throw new InspectorError(
    'INSP_INVENTORY_CORRUPT',
    `${subject(name)} is ${kindOf(value)} and not a JSON object`,
  );
}

const BYTE_ORDER_MARK = '\ufeff';

const withoutMark = (text: string): string => (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);

function decoded(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const place = placeOf(soundPart(bytes));
    throw new InspectorError(
      'INSP_INVENTORY_CORRUPT',
      `${subject(name)} cannot be read: ${place}: this is not UTF-8`,
      { cause },
    );
  }
}

/** What is before the first byte that is no UTF-8, found by halving: the text may be long. */
function soundPart(bytes: Uint8Array): string {
  let sound = 0;
  let unsound = bytes.length;
  while (unsound - sound > 1) {
    const middle = Math.floor((sound + unsound) / 2);
    if (isSound(bytes.subarray(0, middle))) sound = middle;
    else unsound = middle;
  }
  return new TextDecoder().decode(bytes.subarray(0, sound), { stream: true });
}

function isSound(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function readAll(text: string, name: string): unknown {
  try {
    return readJson(text);
  } catch (cause) {
    // The text was checked: what is left are integers that nobody can mean.
    if (!(cause instanceof RangeError)) throw cause;
    throw new InspectorError('INSP_INVENTORY_CORRUPT', `${subject(name)} cannot be read: ${cause.message}`, {
      cause,
    });
  }
}

const corrupt = (name: string, text: string, fault: JsonFault): InspectorError =>
  new InspectorError(
    'INSP_INVENTORY_CORRUPT',
    `${subject(name)} cannot be read: ${placeOf(text.slice(0, fault.offset))}, at ${pathText(fault.path)}: ${fault.message}`,
    { cause: fault },
  );

/** Line and column, from 1, of what follows a text. */
function placeOf(before: string): string {
  const lines = before.split('\n');
  const column = [...(lines.at(-1) ?? '')].length + 1;
  return `line ${String(lines.length)}, column ${String(column)}`;
}

const subject = (name: string): string => `The inventory in ${name}`;

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
