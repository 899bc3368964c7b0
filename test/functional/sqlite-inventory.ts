import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, type InventoryUnderTest } from '@inspector/test-kit';
import { openDatabase } from '../../core/src/db/open-database.js';
import { openStore } from '../../core/src/db/open-store.js';
import type { Store } from '../../core/src/db/session.js';
import type { Database } from '../../core/src/db/types.js';
import { databaseConfig, warnings } from '../../core/test/db/database-config.js';
import definition from '../../plugins/inventory-database/src/index.js';

const TABLES = ['inspector_inventory_heads', 'inspector_inventory_revisions'];

/** The backend on an sqlite file of its own, which every further instance opens for itself. */
export async function sqliteInventory(): Promise<InventoryUnderTest & { readonly store: Store }> {
  const cwd = await mkdtemp(join(tmpdir(), 'inspector-inventory-'));
  const config = databaseConfig('sqlite:///db.sqlite');
  const { log } = warnings();
  const databases: Database[] = [];
  const open = async (name = 'default') => {
    const database = await openDatabase({ config, cwd, log, upgrade: true });
    databases.push(database);
    const { inventoryRevisions } = database;
    return definition.setup(createContext(definition, { inventoryRevisions, options: { name } }));
  };
  const backend = await open();
  const store = await openStore({ config, cwd, log, create: false });
  return {
    backend,
    store,
    another: () => open(),
    elsewhere: () => open('other'),
    breakIt: async () => void (await databases.shift()?.close()),
    async damage() {
      await store.statement((session) =>
        session.run(`UPDATE inspector_inventory_revisions SET body = substr(body, 5)`),
      );
    },
    async inside() {
      const tables = TABLES.map((table) => store.read((session) => session.all(`SELECT * FROM ${table}`)));
      return JSON.stringify(await Promise.all(tables));
    },
    async cleanUp() {
      await store.close();
      for (const database of databases) await database.close();
      await rm(cwd, { recursive: true });
    },
  };
}
