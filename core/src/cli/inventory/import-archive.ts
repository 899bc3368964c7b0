import { InspectorError, thrownText } from '@inspector/plugin-api';
import {
  assertValidInventory,
  inventoryDifference,
  parseInventory,
  withListedHosts,
  type InventoryDocument,
} from '@inspector/plugin-api/inventory';
import type { InventoryAccess } from '../../inventory/types.js';
import type { CliContext } from '../context.js';
import type { ImportOptions } from './import-options.js';
import type { ArchivedInventory, InventoryArchive } from './inventory-archive.js';
import { withInventory } from './with-inventory.js';
import { writtenBy } from './written-by.js';

/** A version that can be stored. */
interface Version {
  readonly name: string;
  readonly inventory: InventoryDocument;
}

/**
 * Stores all versions in an archive, the oldest first, so that the newest is what is stored then. Where the backend keeps no
 * history only the newest is stored.
 */
export async function importArchive(
  { versions, warnings }: InventoryArchive,
  options: ImportOptions,
  context: CliContext,
): Promise<void> {
  if (options.merge === true) {
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      'An archive has several versions, and each replaces the one before: say --replace. To merge one of them, unpack the archive.',
    );
  }
  const warn = (text: string): void => context.warn(`Warning: ${text}`);
  for (const warning of warnings) warn(warning);
  const readable = versions.flatMap((version) => readVersion(version, warn));
  const newest = readable.at(-1);
  if (newest === undefined) {
    throw new InspectorError(
      'INSP_INVENTORY_CORRUPT',
      'No version in the archive can be read. Nothing was written.',
    );
  }
  await withInventory(context, async (access) => {
    const wanted = access.capabilities.history ? readable : [newest];
    if (wanted.length < readable.length) {
      warn(`The inventory backend "${access.backend}" keeps no history, so only ${newest.name} is stored`);
    }
    if (options.dryRun === true) {
      const { inventory: stored } = await access.load();
      for (const line of inventoryDifference(stored, newest.inventory)) context.print(line);
      context.print(`${countOf(wanted.length)} would be written. Nothing was written.`);
      return;
    }
    const { written, revision } = await writeAll(access, wanted, options, context);
    context.print(
      written === 0 ? 'Nothing to change.' : `Written: ${countOf(written)}, the newest is ${revision ?? ''}`,
    );
  });
}

/** What somebody expects to be stored is there before the first version, not before the others. */
async function writeAll(
  access: InventoryAccess,
  versions: readonly Version[],
  options: ImportOptions,
  context: CliContext,
): Promise<{ readonly written: number; readonly revision: string | null }> {
  let { expected } = options;
  let written = 0;
  let revision: string | null = null;
  for (const { name, inventory } of versions) {
    const reason = options.reason ?? `from the archive: ${name}`;
    const by = writtenBy('inspector inventory import', { ...options, reason }, context);
    const result = await access.change(() => inventory, {
      ...by,
      ...(expected !== undefined && { expected: expected === 'none' ? null : expected }),
    });
    for (const warning of result.warnings) context.warn(`Warning: ${warning}`);
    ({ revision } = result);
    if (result.changed) written++;
    expected = revision ?? 'none';
  }
  return { written, revision };
}

/** A version that cannot be read is no reason to lose the others. */
function readVersion({ name, bytes }: ArchivedInventory, warn: (text: string) => void): Version[] {
  try {
    const { inventory, warnings } = withListedHosts(parseInventory(bytes, name));
    assertValidInventory(inventory, name, { maxBytes: Infinity });
    for (const warning of warnings) warn(`${name}: ${warning}`);
    return [{ name, inventory }];
  } catch (error) {
    warn(`This version is left out: ${thrownText(error)}`);
    return [];
  }
}

const countOf = (count: number): string => (count === 1 ? '1 revision' : `${count} revisions`);
