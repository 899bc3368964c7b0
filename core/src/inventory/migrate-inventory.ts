import { InspectorError, thrownText, type InventoryRevision } from '@inspector/plugin-api';
import { inventoryText, type InventoryDocument } from '@inspector/plugin-api/inventory';
import type { ChangeBy, InventoryAccess } from './types.js';

/** What {@link migrateInventory} works with. */
export interface InventoryMigration {
  /** Is only read. */
  readonly source: InventoryAccess;
  readonly target: InventoryAccess;
  /** Copy all revisions, the oldest first. */
  readonly withHistory: boolean;
  /** Write also where the target has something else. */
  readonly force: boolean;
  /** Who is named where the source does not know it. */
  readonly by: ChangeBy;
}

/** What came of a migration. */
export interface InventoryMigrationResult {
  /** Revisions that were written; 0: everything was there. */
  readonly written: number;
  /** Whether the target, read again, has what the source has. */
  readonly isSame: boolean;
  /** Revisions that could not be copied, a sentence each. */
  readonly warnings: readonly string[];
}

/** A document to be written, and on whose behalf. */
interface Step {
  readonly inventory: InventoryDocument;
  readonly text: string;
  readonly by: ChangeBy;
}

/** Revisions asked for at a time. */
const PAGE = 100;

/**
 * Copies the inventory of one backend to another. What the target has already is left alone, so a migration that was
 * interrupted is completed by the next one.
 *
 * @throws `INSP_BAD_REQUEST` where the source has nothing, or the target has something else and `force` is false
 */
export async function migrateInventory(migration: InventoryMigration): Promise<InventoryMigrationResult> {
  const { source, target, withHistory, force, by } = migration;
  const newest = await source.load();
  if (newest.revision === null) {
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      `The inventory backend "${source.backend}" has no inventory (${newest.source}), so there is nothing to migrate.`,
    );
  }
  const text = inventoryText(newest.inventory);
  const warnings: string[] = [];
  const steps = withHistory
    ? await stepsOf(source, by, warnings)
    : [{ inventory: newest.inventory, text, by }];
  const missing = await missingSteps(steps, migration);
  for (const step of missing) {
    by.signal?.throwIfAborted();
    await target.change(() => step.inventory, { ...step.by, ...(force && { force }) });
  }
  const found = await target.load();
  return { written: missing.length, isSame: inventoryText(found.inventory) === text, warnings };
}

/** All revisions of the source, oldest first. Of equal ones in a row the first: the target would write no other. */
async function stepsOf(source: InventoryAccess, by: ChangeBy, warnings: string[]): Promise<Step[]> {
  const steps: Step[] = [];
  for (const entry of (await allRevisions(source)).reverse()) {
    by.signal?.throwIfAborted();
    let inventory: InventoryDocument;
    try {
      ({ inventory } = await source.load(entry.revision));
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      warnings.push(`Revision ${entry.revision} is left out: ${thrownText(error)}`);
      continue;
    }
    const text = inventoryText(inventory);
    if (steps.at(-1)?.text !== text) steps.push({ inventory, text, by: authorOf(entry, by) });
  }
  return steps;
}

function authorOf({ author, reason, source, time }: InventoryRevision, by: ChangeBy): ChangeBy {
  return {
    ...by,
    author: author ?? by.author,
    reason: reason || `${by.reason}${time === null ? '' : `, written at ${time}`}`,
    source: source ?? by.source,
  };
}

async function allRevisions(access: InventoryAccess): Promise<InventoryRevision[]> {
  const all: InventoryRevision[] = [];
  let marker: string | null | undefined;
  do {
    const page = await access.history({ limit: PAGE, ...(marker != null && { marker }) });
    all.push(...page.revisions);
    marker = page.next;
  } while (marker !== null);
  return all;
}

/** The steps that the target does not have. */
async function missingSteps(
  steps: readonly Step[],
  { target, force, withHistory }: InventoryMigration,
): Promise<readonly Step[]> {
  const present = await presentText(target, force);
  if (present === undefined) return steps;
  const last = steps.at(-1)?.text;
  if (present === last && !(withHistory && target.capabilities.history)) return [];
  const common = withHistory && target.capabilities.history ? await commonSteps(steps, target) : undefined;
  if (common !== undefined) return steps.slice(common);
  if (present === last) return [];
  if (force) return steps;
  throw new InspectorError(
    'INSP_BAD_REQUEST',
    `The inventory backend "${target.backend}" has another inventory already. Look at it with "inspector inventory export"; --force lets the migration write over it.`,
  );
}

/** The document of the target; undefined where there is none, or none that can be read and `force` says that it goes. */
async function presentText(target: InventoryAccess, force: boolean): Promise<string | undefined> {
  try {
    const { inventory, revision } = await target.load();
    return revision === null ? undefined : inventoryText(inventory);
  } catch (error) {
    if (force && isUnreadable(error)) return undefined;
    throw error;
  }
}

/** How many of the first steps are all that the target has; undefined: it has something else. */
async function commonSteps(steps: readonly Step[], target: InventoryAccess): Promise<number | undefined> {
  const revisions = (await allRevisions(target)).reverse();
  if (revisions.length > steps.length) return undefined;
  for (const [index, { revision }] of revisions.entries()) {
    const { inventory } = await target.load(revision);
    if (inventoryText(inventory) !== steps[index]?.text) return undefined;
  }
  return revisions.length;
}

const isUnreadable = (error: unknown): boolean =>
  InspectorError.is(error) &&
  ['INSP_INVENTORY_CORRUPT', 'INSP_INVENTORY_INVALID', 'INSP_INVENTORY_TOO_LARGE'].includes(error.code);
