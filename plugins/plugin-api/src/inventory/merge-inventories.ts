import { copyJson } from '../json/copy-json.js';
import { copyMember } from '../json/copy-member.js';
import { isJsonObject, member } from '../json/json-object.js';
import type { Json, JsonObject } from '../json/types.js';
import { asObject } from './as-object.js';
import { groupsOf, hostVarsOf, namesIn, varsOf } from './groups.js';
import type { InventoryDocument } from './types.js';

/**
 * A new document with what is in either of two valid ones. Variables of a host or a group are taken one by one, the
 * addition wins. Names that a list of the base lacks are put at its end. Nothing is removed.
 */
export function mergeInventories(base: InventoryDocument, addition: InventoryDocument): InventoryDocument {
  const meta = { ...asObject(member(base, '_meta')), ...asObject(member(addition, '_meta')) };
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [name, group] of groupsOf(addition)) {
    merged.set(name, isJsonObject(group) ? mergedGroup(asObject(merged.get(name)), group) : group);
  }
  const all = member(addition, 'all');
  if (all !== undefined) merged.set('all', mergedGroup(asObject(merged.get('all')), asObject(all)));
  merged.set('_meta', { ...meta, hostvars: mergedHosts(hostVarsOf(base), hostVarsOf(addition)) });
  return copyJson(Object.fromEntries(merged));
}

function mergedHosts(base: JsonObject, addition: JsonObject): JsonObject {
  const hosts = new Map<string, Json>(Object.entries(base));
  for (const [host, vars] of Object.entries(addition)) {
    hosts.set(host, mergedVars(asObject(hosts.get(host)), asObject(vars)));
  }
  return Object.fromEntries(hosts);
}

function mergedGroup(base: JsonObject, addition: JsonObject): JsonObject {
  const group: JsonObject = { ...base };
  for (const part of ['hosts', 'children'] as const) {
    if (!Object.hasOwn(addition, part)) continue;
    const present = namesIn(base, part);
    const known = new Set(present);
    group[part] = [...present, ...namesIn(addition, part).filter((name) => !known.has(name))];
  }
  if (Object.hasOwn(addition, 'vars')) group['vars'] = mergedVars(varsOf(base), varsOf(addition));
  return group;
}

/** Variables of two objects. How their numbers were written is taken from both. */
function mergedVars(base: JsonObject, addition: JsonObject): JsonObject {
  const merged = copyJson(base);
  for (const name of Object.keys(addition)) copyMember(addition, merged, name);
  return merged;
}
