import { expect } from 'chai';
import { createContext, inventorySuite, packageSuite } from '@inspector/test-kit';
import inventory from '../src/index.js';
import { MemoryInventory, MemoryStore } from '../src/memory-inventory.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url), source: 'src' });

inventorySuite({
  describe,
  it,
  name: 'inventory memory',
  hosts: 1000,
  async create() {
    const store = new MemoryStore();
    return {
      backend: new MemoryInventory(store, 100),
      another: async () => new MemoryInventory(store, 100),
      elsewhere: async () => inventory.setup(createContext(inventory)),
      async damage() {
        store.versions = store.versions.map((version) => ({ ...version, text: version.text.slice(1) }));
      },
      inside: async () => JSON.stringify(store.versions),
      cleanUp: async () => {},
    };
  },
});

describe('inventory memory', () => {
  it('keeps as many revisions as its options say', async () => {
    const backend = await inventory.setup(createContext(inventory, { options: { keep: 2 } }));
    for (const text of ['{"a":1}', '{"a":2}', '{"a":3}']) {
      await backend.write(text, { force: true, author: 'test', reason: '', source: 'test', summary: null });
    }
    const page = await backend.history?.({ limit: 10 });

    expect(page?.revisions.map(({ revision }) => revision)).to.deep.equal(['3', '2']);
  });
});
