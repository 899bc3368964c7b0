import {
  assertValidInventory,
  inventoryDifference,
  isPerHostExport,
  mergeInventories,
  parseInventory,
  readPerHostExport,
  withListedHosts,
  type InventoryDocument,
  type ReadInventory,
} from '@inspector/plugin-api/inventory';
import type { CliContext } from '../context.js';
import { readInput, shown } from '../files.js';
import { importArchive } from './import-archive.js';
import type { ImportOptions } from './import-options.js';
import { readInventoryArchive } from './inventory-archive.js';
import { tellChange, withInventory } from './with-inventory.js';
import { writtenBy, type WritingOptions } from './written-by.js';

/** Options of `inspector inventory restore`. */
export interface RestoreOptions extends WritingOptions {
  readonly force?: boolean;
}

/** Stores an inventory from a file, or all versions from a backup archive. */
export async function importFile(file: string, options: ImportOptions, context: CliContext): Promise<void> {
  const archive = file === '-' ? undefined : await readInventoryArchive(file, context.cwd);
  if (archive !== undefined) return importArchive(archive, options, context);
  const name = shown(file);
  const { inventory, warnings } = readAnyForm(await readInput(file, 'the inventory', context), name);
  // What the file has wrong is said of the file, before anything is opened.
  assertValidInventory(inventory, name, { maxBytes: Infinity });
  for (const warning of warnings) context.warn(`Warning: ${warning}`);
  const apply = (stored: InventoryDocument): InventoryDocument =>
    options.merge === true ? mergeInventories(stored, inventory) : inventory;
  await withInventory(context, async (access) => {
    if (options.dryRun === true) {
      const { inventory: stored } = await access.load();
      const lines = inventoryDifference(stored, apply(stored));
      for (const line of lines) context.print(line);
      context.print(lines.length === 0 ? 'Nothing would change.' : 'Nothing was written.');
      return;
    }
    tellChange(
      await access.change(apply, writtenBy('inspector inventory import', options, context)),
      context,
    );
  });
}

/** Makes a former revision the newest one. */
export async function restore(
  revision: string,
  { force = false, ...options }: RestoreOptions,
  context: CliContext,
): Promise<void> {
  const { reason = `restore revision ${revision}` } = options;
  const by = writtenBy('inspector inventory restore', { ...options, reason }, context);
  await withInventory(context, async (access) => {
    tellChange(await access.restore(revision, { ...by, ...(force && { force }) }), context);
  });
}

/** A document, or an export host by host. */
function readAnyForm(text: string, name: string): ReadInventory {
  const document = parseInventory(text, name);
  return isPerHostExport(document) ? readPerHostExport(text, name) : withListedHosts(document);
}
