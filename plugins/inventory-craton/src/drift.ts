import { InspectorError, type Json, type JsonObject } from '@inspector/plugin-api';
import { hostVarsOf, inventoryText, parseInventory } from '@inspector/plugin-api/inventory';
import { copyMember } from '@inspector/plugin-api/json';
import { isJsonObject, member, textMember } from '@inspector/plugin-api/ramdisk-data';
import { isAlike, mapInventory } from './mapping.js';

/** What somebody else has changed in Craton. */
export interface Drift {
  /** The document with Craton's values. */
  readonly text: string;
  /** The differences, such as `web1.ntp_server`; names only. */
  readonly changes: readonly string[];
}

/**
 * Compares the hosts in Craton with the document that they were made of. Variables count as they are in Craton, and hosts
 * that only Craton has are hosts. A host that Craton lacks stays: it may only not have been made, and is made by the next write.
 *
 * @returns undefined: there is no difference
 */
export function driftOf(text: string, found: readonly JsonObject[], where: string): Drift | undefined {
  const document = parseInventory(text, where);
  const hostvars = hostVarsOf(document);
  const mapped = mapInventory(text, where).hosts;
  const changes: string[] = [];
  const present = new Set<string>();
  for (const host of found) {
    const name = textMember(host, 'name') ?? '';
    const variables = member(host, 'variables');
    present.add(name);
    const known = mapped.get(name);
    if (known !== undefined) {
      const own = member(hostvars, name);
      const keys = take(variables, own, known.variables);
      changes.push(...keys.map((key) => `${name}.${key}`));
    } else if (!Object.hasOwn(hostvars, name)) {
      copyMember({ [name]: isJsonObject(variables) ? variables : {} }, hostvars, name);
      changes.push(`${name}, which is new`);
    }
  }
  for (const name of mapped.keys()) if (!present.has(name)) changes.push(`${name}, which is missing`);
  return changes.length === 0 ? undefined : { text: inventoryText(document), changes };
}

/**
 * Puts the values of Craton in the place of others.
 *
 * @param held - the variables that Craton is meant to have
 * @returns the names of those that differ
 */
function take(variables: Json | undefined, own: Json | undefined, held: JsonObject): string[] {
  if (!isJsonObject(variables) || !isJsonObject(own)) return [];
  const changed: string[] = [];
  for (const [key, value] of Object.entries(variables)) {
    const mine = member(held, key);
    if (mine !== undefined ? isAlike(mine, value) : Object.hasOwn(own, key)) continue;
    copyMember(variables, own, key);
    changed.push(key);
  }
  for (const key of Object.keys(held)) {
    if (Object.hasOwn(variables, key)) continue;
    Reflect.deleteProperty(own, key);
    changed.push(key);
  }
  return changed;
}

/** Names that a message shows. */
const SHOWN = 5;

/** The differences as the middle of a sentence. */
export function shownChanges(changes: readonly string[]): string {
  const more = changes.length > SHOWN ? `, and ${changes.length - SHOWN} more` : '';
  return changes.slice(0, SHOWN).join(', ') + more;
}

/** The error where differences are not allowed. */
export const driftRefused = (where: string, changes: readonly string[]): InspectorError =>
  new InspectorError(
    'INSP_INVENTORY_CORRUPT',
    `Somebody has changed hosts in ${where}: ${shownChanges(changes)}. Change them back, or let Craton's values count: plugins['inventory-craton'].drift: 'report'`,
  );
