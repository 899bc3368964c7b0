import { formatJson } from './format-json.js';
import type { InventoryDocument } from './types.js';

/**
 * The canonical text of a document, the one OpenStack-Ansible writes: four blanks for each level, members sorted by
 * code point, ASCII, no newline at the end. Lists keep their order, numbers the text they were read from. Documents
 * are equal if and only if their texts are.
 */
export const inventoryText = (document: InventoryDocument): string =>
  formatJson(document, { indent: 4, order: 'sorted' });

/** A document without hosts and groups: what is there before anything was written. */
export const emptyInventory = (): InventoryDocument => ({ _meta: { hostvars: {} } });
