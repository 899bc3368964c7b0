import { defineInventory } from '@inspector/plugin-api';
import { MemoryInventory, MemoryStore } from './memory-inventory.js';

/** Keeps the inventory in the memory of the process. */
export default defineInventory({
  id: 'memory',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      keep: {
        type: 'integer',
        minimum: 1,
        default: 100,
        description: 'Revisions that are kept, the newest.',
      },
    },
  },
  setup({ config: { keep } }) {
    return new MemoryInventory(new MemoryStore(), keep);
  },
});
