import { createContext, inventorySuite, packageSuite } from '@inspector/test-kit';
import inventory from '../src/index.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });

// With the real databases in test/functional and test/peers.
inventorySuite({
  describe,
  it,
  name: 'inventory database, on a table in memory',
  hosts: 1000,
  async create() {
    const { inventoryRevisions } = createContext(inventory);
    const open = async (name = 'default') =>
      inventory.setup(createContext(inventory, { inventoryRevisions, options: { name } }));
    return {
      backend: await open(),
      another: () => open(),
      elsewhere: () => open('other'),
      cleanUp: async () => {},
    };
  },
});
