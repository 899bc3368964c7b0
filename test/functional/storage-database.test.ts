import { randomUUID } from 'node:crypto';
import { storageSuite, type StorageUnderTest } from '@inspector/test-kit';
import { expect } from 'chai';
import { sqliteStorage } from './sqlite-storage.js';

storageSuite({ ...{ describe, it, before, after }, name: 'storage database', create: sqliteStorage });

describe('storage database', () => {
  let storage: StorageUnderTest;
  beforeEach(async () => {
    storage = await sqliteStorage();
  });
  afterEach(() => storage.cleanUp());
  const failure = (promise: Promise<unknown> | undefined) => promise?.catch((reason: unknown) => reason);

  it('refuses data of a node without a record, and says why', async () => {
    const uuid = randomUUID();
    const error = await failure(storage.backend.save(uuid, '{}', true));
    expect(error).to.include({ code: 'INSP_STORAGE_FAILED', status: 503 });
    expect(error).to.have.property('message').that.includes(uuid).and.includes('no introspection record');
  });

  it('reports a database that fails while it deletes or lists', async () => {
    await storage.breakIt?.();
    const deleted = await failure(storage.backend.delete?.(randomUUID()));
    expect(deleted).to.have.property('code', 'INSP_STORAGE_FAILED');
    const listed = storage.backend.list?.()[Symbol.asyncIterator]().next();
    expect(await failure(listed)).to.have.property('code', 'INSP_STORAGE_FAILED');
  });
});
