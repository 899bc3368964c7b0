import { isJsonObject, member } from '../json/json-object.js';
import type { Json, JsonObject } from '../json/types.js';
import { formatJson } from './format-json.js';
import { groupsOf, hostVarsOf, namesIn, varsOf } from './groups.js';
import type { InventoryDocument } from './types.js';

/** The version of the third member of the export. */
export const EXPORT_FORMAT = 1;

/**
 * A document host by host, as `inventory-manage.py --export` of OpenStack-Ansible prints it: the variables of each host and
 * the groups that list it, and the variables of `all`. A third member, `inspector`, has what this form loses otherwise
 * (nesting, variables and order of groups), so that `readPerHostExport` makes the same document of it.
 *
 * Nothing a document may lack makes it fail. A host that only groups name is in it without variables.
 *
 * @returns JSON, two blanks for each level, in the order of the document, a newline at the end
 */
export function perHostExport(document: InventoryDocument): string {
  const groups = groupsOf(document);
  const memberships = membershipsOf(groups);
  const hostvars = hostVarsOf(document);
  const names = new Set([...Object.keys(hostvars), ...memberships.keys()]);
  const hosts = [...names].map((host): [string, Json] => [
    host,
    { hostvars: member(hostvars, host) ?? {}, groups: memberships.get(host) ?? [] },
  ]);
  const exported: JsonObject = {
    hosts: Object.fromEntries(hosts),
    all: varsOf(member(document, 'all')),
    inspector: { format: EXPORT_FORMAT, ...rest(document, groups) },
  };
  return `${formatJson(exported, { indent: 2, order: 'kept' })}\n`;
}

/** The groups of each host, in the order of the document. */
function membershipsOf(groups: readonly [string, Json][]): Map<string, string[]> {
  const memberships = new Map<string, string[]>();
  for (const [name, group] of groups) {
    for (const host of new Set(namesIn(group, 'hosts'))) {
      const present = memberships.get(host);
      if (present === undefined) memberships.set(host, [name]);
      else present.push(name);
    }
  }
  return memberships;
}

/** What hosts and variables of `all` do not tell. The variables of `all` are not in it a second time. */
function rest(document: InventoryDocument, groups: readonly [string, Json][]): JsonObject {
  const all = member(document, 'all');
  const skeletons: [string, Json][] = isJsonObject(all)
    ? [['all', Object.hasOwn(all, 'vars') ? { vars: {} } : {}], ...groups]
    : [...groups];
  const meta = Object.entries(member(document, '_meta') ?? {}).filter(([name]) => name !== 'hostvars');
  return {
    groups: Object.fromEntries(skeletons),
    ...(meta.length > 0 && { meta: Object.fromEntries(meta) }),
  };
}
