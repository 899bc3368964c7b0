import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, type StorageUnderTest } from '@inspector/test-kit';
import { openDatabase } from '../../core/src/db/open-database.js';
import { databaseConfig, warnings } from '../../core/test/db/database-config.js';
import { freshRecord } from '../../core/test/db/fresh-record.js';
import definition from '../../plugins/storage-database/src/index.js';

/** The backend on an sqlite database of its own; once broken, its connection is closed. */
export async function sqliteStorage(): Promise<StorageUnderTest> {
  const cwd = await mkdtemp(join(tmpdir(), 'inspector-storage-'));
  const config = databaseConfig('sqlite:///db.sqlite');
  const database = await openDatabase({ config, cwd, log: warnings().log, upgrade: true });
  const { introspectionData } = database;
  let open = true;
  const close = async (): Promise<void> => {
    if (open) await database.close();
    open = false;
  };
  return {
    backend: await definition.setup(createContext(definition, { introspectionData })),
    ensureRecord: async (uuid) => void (await database.records.replace(freshRecord({ uuid }), undefined)),
    breakIt: close,
    async cleanUp() {
      await close();
      await rm(cwd, { recursive: true });
    },
  };
}
