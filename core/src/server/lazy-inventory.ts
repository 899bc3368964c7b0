import type { InventoryAccess, InventorySource } from '../inventory/types.js';
import { openInventory, type OpenInventoryOptions } from './open-inventory.js';

/** An inventory that can be closed. */
export interface LazyInventory extends InventorySource {
  close(): Promise<void>;
}

/**
 * Puts the opening of the inventory off until somebody asks for it: most services have none. What fails is told to whoever
 * asked, and tried again by the next one.
 */
export function lazyInventory(options: OpenInventoryOptions): LazyInventory {
  let opening: Promise<InventoryAccess> | undefined;
  return {
    async open() {
      opening ??= openInventory(options);
      try {
        return await opening;
      } catch (error) {
        opening = undefined;
        throw error;
      }
    },
    async close() {
      const access = await opening?.catch(() => undefined);
      await access?.close();
    },
  };
}
