import { inventoryRevisionTable } from './inventory-revisions.js';
import { requireNewestSchema } from './migrator.js';
import { openStore, type OpenStoreOptions } from './open-store.js';
import type { Database } from './types.js';

/**
 * Opens the database for the inventories in it, and nothing else: Ansible starts a program for every host. A database that
 * can only be read will do.
 *
 * @throws InspectorError `INSP_DB_BAD_URL`, `INSP_DB_UNREACHABLE`, `INSP_DB_TOO_OLD`, `INSP_DB_UNKNOWN_REVISION`,
 *   `INSP_DB_NOT_UPGRADED`
 */
export async function openRevisions(
  options: Omit<OpenStoreOptions, 'create'>,
): Promise<Pick<Database, 'inventoryRevisions' | 'close'>> {
  const store = await openStore({ ...options, create: false });
  try {
    await requireNewestSchema(store);
  } catch (error) {
    await store.close();
    throw error;
  }
  return { inventoryRevisions: inventoryRevisionTable(store), close: () => store.close() };
}
