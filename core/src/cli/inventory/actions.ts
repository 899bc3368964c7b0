import type { CliContext } from '../context.js';
import {
  CHANGES,
  type ChangingAction,
  type InventoryAction,
  type InventoryOptions,
} from './inventory-options.js';
import { openTarget, type InventoryTarget } from './inventory-target.js';

/** Does one thing with the inventory. What is printed is printed whole or not at all. */
export async function runAction(
  action: InventoryAction,
  options: InventoryOptions,
  context: CliContext,
): Promise<void> {
  const target = await openTarget(options.file, context);
  try {
    if (isChange(action)) {
      const { changeInventory } = await import('./change-inventory.js');
      await changeInventory(action, options, { target, context });
    } else context.stdout.write(await outputOf(action, options, target));
  } finally {
    await target.close();
  }
}

const isChange = (action: InventoryAction): action is ChangingAction =>
  CHANGES.some((change) => change === action);

/** Imports only what is needed: Ansible starts a program for every host. */
async function outputOf(
  action: Exclude<InventoryAction, ChangingAction>,
  options: InventoryOptions,
  target: InventoryTarget,
): Promise<string> {
  if (action === 'host') {
    const { hostOutput } = await import('../../ansible/host-output.js');
    return hostOutput(await target.hostVars(options.host ?? ''));
  }
  const { inventory, text } = await target.load();
  if (action === 'list') return (await import('../../ansible/list-output.js')).listOutput(inventory, text);
  return (await import('./show-inventory.js')).shownInventory(action, inventory, options);
}
