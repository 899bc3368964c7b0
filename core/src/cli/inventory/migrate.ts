import { InspectorError } from '@inspector/plugin-api';
import { migrateInventory } from '../../inventory/migrate-inventory.js';
import type { CliContext } from '../context.js';
import { withInventories } from './with-inventory.js';
import { writtenBy } from './written-by.js';

/** Options of `inspector inventory migrate`. */
export interface MigrateOptions {
  readonly from: string;
  readonly to: string;
  readonly withHistory?: boolean;
  readonly force?: boolean;
}

/** Copies the inventory of one backend to another, and says what came of it. */
export async function migrate(
  { from, to, withHistory = false, force = false }: MigrateOptions,
  context: CliContext,
): Promise<void> {
  if (from === to) {
    throw new InspectorError('INSP_BAD_REQUEST', 'Source and destination can not be the same.');
  }
  await withInventories(context, [from, to], async (source, target) => {
    const { written, isSame, warnings } = await migrateInventory({
      source,
      target,
      withHistory,
      force,
      by: writtenBy('inspector inventory migrate', { reason: `migrated from ${from}` }, context),
    });
    for (const warning of warnings) context.warn(`Warning: ${warning}`);
    if (!isSame) {
      context.warn(`What was read back from ${to} is not what ${from} has. Run the command again.`);
      context.setExitCode(2);
      return;
    }
    context.print(
      written === 0
        ? `${to} had the inventory already.`
        : `Migrated ${written} ${written === 1 ? 'revision' : 'revisions'} from ${from} to ${to}; both are the same.`,
    );
  });
}
