import { defineInventory } from '@inspector/plugin-api';
import { DatabaseInventory } from './database-inventory.js';

/** Keeps the inventory in the database of the service, every write as a revision of its own. */
export default defineInventory({
  id: 'database',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      name: {
        type: 'string',
        minLength: 1,
        maxLength: 64,
        pattern: '^[A-Za-z0-9._-]+$',
        default: 'default',
        description: 'Name of the inventory: several may lie side by side in one database.',
      },
      keep: {
        type: 'integer',
        minimum: 0,
        default: 0,
        description: 'Revisions that stay, the newest; 0: all.',
      },
    },
  },
  setup({ config, inventoryRevisions }) {
    return new DatabaseInventory(inventoryRevisions, config);
  },
});
