import { isJsonObject, member } from '../json/json-object.js';
import type { Json, JsonObject } from '../json/types.js';
import type { InventoryDocument } from './types.js';

/** The members of a document that are no groups. `all` has variables only. */
const NO_GROUPS: ReadonlySet<string> = new Set(['_meta', 'all']);

/** Whether a member of a document with this name would be a group. */
export const isGroupName = (name: string): boolean => !NO_GROUPS.has(name);

/** The groups in the order of the document, by name. */
export const groupsOf = (document: InventoryDocument): [string, Json][] =>
  Object.entries(document).filter(([name]) => isGroupName(name));

/** The variables of all hosts by host name; without any where the document has none. */
export function hostVarsOf(document: InventoryDocument): JsonObject {
  const hostvars = member(member(document, '_meta'), 'hostvars');
  return isJsonObject(hostvars) ? hostvars : {};
}

/** The names in the list of hosts or of children of a group; without what is no name. */
export function namesIn(group: Json | undefined, part: 'hosts' | 'children'): string[] {
  const list = member(group, part);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/** The variables of a group; without any where it has none. */
export function varsOf(group: Json | undefined): JsonObject {
  const vars = member(group, 'vars');
  return isJsonObject(vars) ? vars : {};
}
