import type { Json, JsonObject } from '@inspector/plugin-api';
import { formatJson, hostVarsOf, parseInventory } from '@inspector/plugin-api/inventory';

const FIRST_LINE = '# This file is managed by openstack-ansible. No manual edits.';

/**
 * The addresses of all hosts for helper scripts, as OpenStack-Ansible wrote them until its version 26: JSON, which is YAML
 * too, below a line of comment.
 *
 * @param text - the inventory
 * @param name - what a person knows it by
 */
export function hostNamesText(text: string, name: string): string {
  const hosts = Object.entries(hostVarsOf(parseInventory(text, name))).map(
    ([host, variables]): [string, Json] => [host, addressesOf(variables)],
  );
  const content = formatJson(Object.fromEntries(hosts), { indent: 4, order: 'sorted' });
  return `${FIRST_LINE}\n${content}`;
}

function addressesOf(variables: Json | undefined): JsonObject {
  if (typeof variables !== 'object' || variables === null) return {};
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => name.endsWith('address') || name === 'ansible_host'),
  );
}
