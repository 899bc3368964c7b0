import { isJsonObject, member } from '../json/json-object.js';
import type { Json, JsonObject } from '../json/types.js';
import { invalid } from './findings.js';
import { isGroupName, namesIn, varsOf } from './groups.js';
import { pathText, type PathStep } from './json-path.js';
import { parseInventory } from './parse-inventory.js';
import { EXPORT_FORMAT } from './per-host-export.js';
import type { InventoryDocument, ReadInventory } from './types.js';

const LOST =
  'This export has hosts, their groups and the variables of all, and nothing else: groups inside of groups, variables ' +
  'of groups, groups without hosts and the order of hosts in groups are not in it';

/** Whether a parsed text is an export host by host, and not a document. */
export const isPerHostExport = (value: JsonObject): boolean =>
  !Object.hasOwn(value, '_meta') &&
  isJsonObject(member(value, 'hosts')) &&
  isJsonObject(member(value, 'all'));

/**
 * Makes a document of an export host by host: of ours the one it was made of, of OpenStack-Ansible's as much as is in it,
 * with a warning. Where the two parts of our export contradict each other, because somebody edited it, the groups that
 * stand with a host count.
 *
 * @param name - what a person knows the text by, for messages
 * @throws `INSP_INVENTORY_CORRUPT` for what is no JSON, `INSP_INVENTORY_INVALID` for what is no such export
 */
export function readPerHostExport(source: string | Uint8Array, name: string): ReadInventory {
  const exported = parseInventory(source, name);
  const fail = (path: readonly PathStep[], message: string): never => {
    throw invalid(name, [{ path: pathText(path), message }]);
  };
  if (!isPerHostExport(exported)) fail([], 'is no export host by host: hosts and all have to be objects');
  const hosts = readHosts(exported, fail);
  const inspector = member(exported, 'inspector');
  if (inspector === undefined) {
    const all = { vars: member(exported, 'all') ?? {} };
    return { inventory: assembled(hosts, { all }, {}), warnings: [LOST] };
  }
  const format = member(inspector, 'format');
  if (format !== EXPORT_FORMAT) {
    fail(['inspector', 'format'], `is not ${String(EXPORT_FORMAT)}: another version of Inspector wrote it`);
  }
  const skeletons = member(inspector, 'groups');
  if (!isJsonObject(skeletons)) return fail(['inspector', 'groups'], 'is no object');
  const meta = member(inspector, 'meta') ?? {};
  if (!isJsonObject(meta)) return fail(['inspector', 'meta'], 'is no object');
  return { inventory: assembled(hosts, withAll(skeletons, exported), meta), warnings: [] };
}

/** A host of the export. */
interface ExportedHost {
  readonly name: string;
  readonly vars: JsonObject;
  readonly groups: readonly string[];
}

function readHosts(
  exported: JsonObject,
  fail: (path: readonly PathStep[], message: string) => never,
): ExportedHost[] {
  return Object.entries(member(exported, 'hosts') ?? {}).map(([name, host]) => {
    const vars = member(host, 'hostvars');
    if (!isJsonObject(vars)) return fail(['hosts', name, 'hostvars'], 'is no object of variables');
    const groups = member(host, 'groups') ?? [];
    if (!Array.isArray(groups)) return fail(['hosts', name, 'groups'], 'is no list of names');
    const names = groups.map((group, index) =>
      typeof group === 'string' && isGroupName(group)
        ? group
        : fail(['hosts', name, 'groups', index], 'is no name of a group'),
    );
    return { name, vars, groups: names };
  });
}

/** The variables of `all` stand once in an export, outside of the groups. */
function withAll(skeletons: JsonObject, exported: JsonObject): JsonObject {
  const vars = varsOf(exported['all'] === undefined ? undefined : { vars: exported['all'] });
  const present = member(skeletons, 'all');
  const hasVars = Object.keys(vars).length > 0 || Object.hasOwn(isJsonObject(present) ? present : {}, 'vars');
  if (!hasVars) return skeletons;
  return { ...skeletons, all: { vars } };
}

function assembled(
  hosts: readonly ExportedHost[],
  skeletons: JsonObject,
  meta: JsonObject,
): InventoryDocument {
  const members = new Map<string, string[]>();
  for (const { name, groups } of hosts) {
    for (const group of new Set(groups)) {
      const present = members.get(group);
      if (present === undefined) members.set(group, [name]);
      else present.push(name);
    }
  }
  const names = new Set([...Object.keys(skeletons), ...members.keys()]);
  const groups = [...names].map((name): [string, Json] => [
    name,
    groupOf(member(skeletons, name) ?? {}, members.get(name) ?? []),
  ]);
  const hostvars = Object.fromEntries(hosts.map(({ name, vars }): [string, Json] => [name, vars]));
  return { _meta: { ...meta, hostvars }, ...Object.fromEntries(groups) };
}

/** A group with the hosts that name it: in the order it had, those it did not list at the end. */
function groupOf(skeleton: Json, members: readonly string[]): Json {
  // The shape is looked at when the document is validated.
  if (!isJsonObject(skeleton)) return skeleton;
  const isMember = new Set(members);
  const listed = namesIn(skeleton, 'hosts').filter((host) => isMember.has(host));
  const hosts = [...new Set([...listed, ...members])];
  const isAsListed = hosts.length === new Set(listed).size;
  const list = isAsListed ? listed : hosts;
  if (list.length === 0 && !Object.hasOwn(skeleton, 'hosts')) return skeleton;
  return { ...skeleton, hosts: list };
}
