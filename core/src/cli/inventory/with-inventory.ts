import type { ChangedInventory, InventoryAccess } from '../../inventory/types.js';
import { commandLog } from '../../log/command-log.js';
import type { LineLog } from '../../log/log.js';
import { openInventories, openInventory } from '../../server/open-inventory.js';
import type { CliContext } from '../context.js';

/** Works with the inventory that the configuration names, and closes it. */
export async function withInventory<T>(
  context: CliContext,
  work: (access: InventoryAccess) => Promise<T>,
): Promise<T> {
  const config = await context.loadConfig();
  const access = await openInventory({ config, cwd: context.cwd, log: logTo(context) });
  try {
    return await work(access);
  } finally {
    await access.close();
  }
}

/** Works with two inventories by the names of their backends, and closes them. */
export async function withInventories<T>(
  context: CliContext,
  names: readonly [string, string],
  work: (one: InventoryAccess, other: InventoryAccess) => Promise<T>,
): Promise<T> {
  const config = await context.loadConfig();
  const options = { config, cwd: context.cwd, log: logTo(context) };
  const { inventories, close } = await openInventories(options, names);
  try {
    const [one, other] = inventories;
    if (one === undefined || other === undefined) throw new Error('Two inventories were asked for.');
    return await work(one, other);
  } finally {
    await close();
  }
}

/** Says what came of a change. */
export function tellChange({ changed, revision, warnings }: ChangedInventory, context: CliContext): void {
  for (const warning of warnings) context.warn(`Warning: ${warning}`);
  context.print(changed ? `Written: revision ${revision ?? ''}` : 'Nothing to change.');
}

/** Warnings of plugins are for the person at the terminal; everything else is of no interest there. */
const logTo = (context: CliContext): LineLog => commandLog((text) => context.warn(`Warning: ${text}`));
