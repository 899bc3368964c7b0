import { pino } from 'pino';
import type { InventoryDocument } from '@inspector/plugin-api/inventory';
import type { CliContext } from '../context.js';
import { InventoryFile } from './inventory-file.js';
import { writtenBy } from './with-inventory.js';

/** Who changes an inventory, and why. */
export interface TargetChange {
  /** Default: the user. */
  readonly author?: string;
  readonly reason: string;
}

/** The inventory that a command works on. */
export interface InventoryTarget {
  load(): Promise<InventoryDocument>;
  /** Reads, applies a change, writes what came of it; nothing where that is the same. The change may be applied more than once. */
  change(apply: (document: InventoryDocument) => InventoryDocument, by: TargetChange): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the inventory of a command: the file that it names, else the one of the configured backend.
 *
 * @param mayBeNew - a file that does not exist counts as an inventory without hosts
 */
export async function openTarget(
  file: string | undefined,
  context: CliContext,
  { mayBeNew = false }: { readonly mayBeNew?: boolean } = {},
): Promise<InventoryTarget> {
  const { cwd } = context;
  if (file !== undefined) return new InventoryFile(file, cwd, mayBeNew);
  const config = await context.loadConfig();
  const { openInventory } = await import('../../server/open-inventory.js');
  const access = await openInventory({ config, cwd, log: pino({ level: 'silent' }) });
  return {
    load: async () => (await access.load()).inventory,
    change: async (apply, by) => {
      const { warnings } = await access.change(apply, writtenBy('inspector inventory', by, context));
      for (const warning of warnings) context.warn(`Warning: ${warning}`);
    },
    close: () => access.close(),
  };
}
