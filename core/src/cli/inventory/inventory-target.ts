import { userInfo } from 'node:os';
import { pino } from 'pino';
import type { InventoryDocument } from '@inspector/plugin-api/inventory';
import type { CliContext } from '../context.js';
import { InventoryFile } from './inventory-file.js';

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
  const { cwd, env, signal } = context;
  if (file !== undefined) return new InventoryFile(file, cwd, mayBeNew);
  const config = await context.loadConfig();
  const { openInventory } = await import('../../server/open-inventory.js');
  const access = await openInventory({ config, cwd, log: pino({ level: 'silent' }) });
  return {
    load: async () => (await access.load()).inventory,
    change: async (apply, { author = userOf(env), reason }) => {
      const { warnings } = await access.change(apply, {
        author,
        reason,
        source: 'inspector inventory',
        signal,
      });
      for (const warning of warnings) context.warn(warning);
    },
    close: () => access.close(),
  };
}

/** Who runs the command, as far as can be told. */
function userOf(env: CliContext['env']): string {
  const named = env['SUDO_USER'] || env['USER'] || env['LOGNAME'];
  if (named !== undefined && named !== '') return named;
  try {
    return userInfo().username;
  } catch {
    // A user without an entry, as in containers.
    return `user ${String(process.getuid?.() ?? 'unknown')}`;
  }
}
