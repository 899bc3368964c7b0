import type { JsonObject } from '@inspector/plugin-api';
import type { InventoryDocument } from '@inspector/plugin-api/inventory';
import type { CliContext } from '../context.js';
import { InventoryFile } from './inventory-file.js';
import { writtenBy, type WritingOptions } from './written-by.js';

/** Who changes an inventory, and why. */
export type TargetChange = WritingOptions & { readonly reason: string };

/** A document, with its canonical text where that is known. */
export interface TargetDocument {
  readonly inventory: InventoryDocument;
  readonly text?: string;
}

/** The inventory that a command works on. */
export interface InventoryTarget {
  load(): Promise<TargetDocument>;
  /** The variables of one host; undefined: there is no such host. */
  hostVars(host: string): Promise<JsonObject | undefined>;
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
  const [{ openInventory }, { commandLog }] = await Promise.all([
    import('../../server/open-inventory.js'),
    import('../../log/command-log.js'),
  ]);
  const access = await openInventory({ config, cwd, log: commandLog() });
  return {
    load: () => access.load(),
    hostVars: (host) => access.hostVars(host),
    change: async (apply, by) => {
      const { warnings } = await access.change(apply, writtenBy('inspector inventory', by, context));
      for (const warning of warnings) context.warn(`Warning: ${warning}`);
    },
    close: () => access.close(),
  };
}
