import { currentOrigin, InspectorError, type Json } from '@inspector/plugin-api';
import { parseInventory, type InventoryDocument } from '@inspector/plugin-api/inventory';
import { isJsonObject, member } from '@inspector/plugin-api/ramdisk-data';
import type { ChangeBy } from '../../inventory/types.js';

/** What callers send to change the inventory. */
export interface ChangeRequest {
  readonly body: InventoryDocument;
  readonly by: ChangeBy;
}

/** Members that every such request may have. */
const COMMON = ['expected', 'reason', 'force'];

/**
 * Reads a request to change the inventory.
 *
 * @param own - members that this request has besides, all of them needed
 * @param source - what is asked for, such as `PUT /v1/inventory`
 * @param optional - members that it may have
 * @throws `INSP_BAD_REQUEST`
 */
export function readChangeRequest(
  text: string,
  own: readonly string[],
  source: string,
  optional: readonly string[] = [],
): ChangeRequest {
  const body = parsed(text);
  const known = [...own, ...optional, ...COMMON];
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw bad(`${JSON.stringify(unknown)} is not known; there may be ${known.join(', ')}`);
  }
  for (const name of own) if (!Object.hasOwn(body, name)) throw bad(`${name} is missing`);
  const expected = member(body, 'expected');
  const force = member(body, 'force') ?? false;
  const reason = member(body, 'reason') ?? '';
  if (expected !== undefined && expected !== null && typeof expected !== 'string') {
    throw bad('expected must be a revision, or null where nothing is stored');
  }
  if (typeof force !== 'boolean') throw bad('force must be true or false');
  if (typeof reason !== 'string') throw bad('reason must be a text');
  const author = currentOrigin()?.actor?.userName ?? 'somebody without a name';
  return {
    body,
    by: { author, reason, source, ...(expected !== undefined && { expected }), ...(force && { force }) },
  };
}

/** A member that is a text with something in it. */
export function textMember(body: InventoryDocument, name: string): string {
  const value = member(body, name);
  if (typeof value === 'string' && value !== '') return value;
  throw bad(`${name} must be a text`);
}

/** A member that is an object. */
export function objectMember(body: InventoryDocument, name: string): InventoryDocument {
  const value: Json | undefined = member(body, name);
  if (isJsonObject(value)) return value;
  throw bad(`${name} must be an object`);
}

/** What the body is: names that come twice are refused, which JSON.parse would not see. */
function parsed(text: string): InventoryDocument {
  try {
    return parseInventory(text, 'the request');
  } catch (error) {
    if (!InspectorError.is(error)) throw error;
    throw bad(error.message, error);
  }
}

const bad = (what: string, cause?: unknown): InspectorError =>
  new InspectorError('INSP_BAD_REQUEST', `Bad request: ${what}`, { cause });
