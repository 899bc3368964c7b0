import type { InventoryRevisionTable } from '@inspector/plugin-api';

/** A table whose database is opened when somebody asks it for the first time. */
export interface LazyRevisions {
  readonly table: InventoryRevisionTable;
  /** Closes the database if it was opened. */
  close(): Promise<void>;
}

/** What a database has for inventories. */
export interface RevisionsDatabase {
  readonly inventoryRevisions: InventoryRevisionTable;
  close(): Promise<void>;
}

/**
 * Puts the opening of a database off until an inventory backend needs it: most do not.
 *
 * @param open - called again after it failed
 */
export function lazyRevisions(open: () => Promise<RevisionsDatabase>): LazyRevisions {
  let opening: Promise<RevisionsDatabase> | undefined;
  const opened = async (): Promise<InventoryRevisionTable> => {
    opening ??= open();
    try {
      return (await opening).inventoryRevisions;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };
  return {
    table: {
      newest: async (inventory) => (await opened()).newest(inventory),
      newestRow: async (inventory) => (await opened()).newestRow(inventory),
      get: async (inventory, number) => (await opened()).get(inventory, number),
      add: async (inventory, row) => (await opened()).add(inventory, row),
      list: async (inventory, page) => (await opened()).list(inventory, page),
      prune: async (inventory, keep) => (await opened()).prune(inventory, keep),
    },
    async close() {
      const database = await opening?.catch(() => undefined);
      await database?.close();
    },
  };
}
