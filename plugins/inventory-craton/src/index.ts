import { defineInventory } from '@inspector/plugin-api';
import { CratonInventory } from './craton-inventory.js';
import { accessOf, cratonSchema } from './options.js';

/** Keeps the inventory in a region of Craton, with its hosts as Craton's. */
export default defineInventory({
  id: 'craton',
  configSchema: cratonSchema,
  setup({ config, log }) {
    return new CratonInventory(config, accessOf(config, process.env), log);
  },
});
