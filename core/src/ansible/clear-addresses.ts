import { copyJson, isJsonObject, member } from '@inspector/plugin-api/json';
import { hostVarsOf, type InventoryDocument } from '@inspector/plugin-api/inventory';

/** Variables that hold what OpenStack-Ansible gave a container. */
const ADDRESSES = ['container_networks', 'management_address', 'ansible_host', 'ansible_ssh_host'];

/**
 * Takes the addresses from all containers, so that OpenStack-Ansible gives them new ones. Physical hosts keep theirs: those with
 * `is_metal`, and those that were generated from introspected nodes.
 *
 * @param nodeVariable - the variable by which a generated host is known
 */
export function withoutAddresses(document: InventoryDocument, nodeVariable: string): InventoryDocument {
  const inventory = copyJson(document);
  for (const vars of Object.values(hostVarsOf(inventory))) {
    if (!isJsonObject(vars) || member(vars, 'is_metal') === true) continue;
    if (Object.hasOwn(vars, nodeVariable)) continue;
    for (const name of ADDRESSES) Reflect.deleteProperty(vars, name);
  }
  return inventory;
}
