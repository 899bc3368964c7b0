import type { InventoryRevisionTable, RevisionWithText } from '@inspector/plugin-api';

/** A table of inventory revisions that lives in memory. */
export function memoryRevisionTable(): InventoryRevisionTable {
  const rows = new Map<string, RevisionWithText[]>();
  const of = (inventory: string): RevisionWithText[] => rows.get(inventory) ?? [];
  return {
    newest: async (inventory) => of(inventory).at(-1),
    newestRow: async (inventory) => of(inventory).at(-1),
    get: async (inventory, number) => of(inventory).find((row) => row.number === number),
    async add(inventory, row) {
      if (row.number !== (of(inventory).at(-1)?.number ?? 0) + 1) return false;
      rows.set(inventory, [...of(inventory), row]);
      return true;
    },
    list: async (inventory, { limit, below = Infinity }) =>
      of(inventory)
        .filter(({ number }) => number < below)
        .reverse()
        .slice(0, limit),
    async prune(inventory, keep) {
      rows.set(inventory, of(inventory).slice(-Math.max(1, keep)));
    },
  };
}
