import type { InventoryDocument } from '@inspector/plugin-api/inventory';
import { withoutAddresses } from '../../ansible/clear-addresses.js';
import { withoutGroups } from '../../ansible/remove-groups.js';
import { withoutHosts } from '../../ansible/remove-hosts.js';
import type { CliContext } from '../context.js';
import type { ChangingAction, InventoryOptions } from './inventory-options.js';
import type { InventoryTarget } from './inventory-target.js';

/** The variable by which a host is known that was generated from an introspected node. */
const NODE_VARIABLE = 'inspector_node_uuid';

/** Removes from an inventory what was named, and says so. */
export async function changeInventory(
  action: ChangingAction,
  options: InventoryOptions,
  { target, context }: { readonly target: InventoryTarget; readonly context: CliContext },
): Promise<void> {
  await target.change(changeOf(action, options, context), { reason: reasonOf(options) });
  context.print('Success. . .');
}

/** What the history of the inventory says about a change. */
function reasonOf({ removeItem, removeGroup }: InventoryOptions): string {
  if (removeItem !== undefined) return `hosts removed: ${removeItem.join(', ')}`;
  return removeGroup === undefined
    ? 'addresses of containers cleared'
    : `groups removed: ${removeGroup.join(', ')}`;
}

function changeOf(
  action: ChangingAction,
  { removeItem = [], removeGroup = [], withContainers = false }: InventoryOptions,
  context: CliContext,
): (document: InventoryDocument) => InventoryDocument {
  if (action === 'removeGroup') return (document) => withoutGroups(document, removeGroup);
  if (action === 'clearIps') return (document) => withoutAddresses(document, NODE_VARIABLE);
  return (document) => {
    const { inventory, left } = withoutHosts(document, removeItem, withContainers);
    if (left.length > 0) {
      context.warn(
        `Containers that stay although their host is gone (see --with-containers): ${left.join(', ')}`,
      );
    }
    return inventory;
  };
}
