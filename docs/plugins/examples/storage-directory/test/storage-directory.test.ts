import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createContext, packageSuite, storageSuite, type StorageUnderTest } from '@inspector/test-kit';
import storage from '../src/index.js';

const create = async (): Promise<StorageUnderTest & { directory: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-storage-directory-'));
  const directory = join(folder, 'data');
  const backend = await storage.setup(createContext(storage, { options: { directory } }));
  return {
    directory,
    backend,
    // A file where a directory should be: neither reading nor writing works.
    async breakIt() {
      await rm(directory, { recursive: true });
      await writeFile(directory, '');
    },
    cleanUp: () => rm(folder, { recursive: true }),
  };
};

packageSuite({ describe, it, folder: new URL('..', import.meta.url), source: 'src' });
storageSuite({ describe, it, before, after, name: 'storage directory', create });

describe('storage directory', () => {
  it('leaves no drafts behind', async () => {
    const { backend, directory, cleanUp } = await create();
    try {
      const uuid = '7c2b2f5e-93c1-4a52-8d13-5a3f6b0e1d10';
      await Promise.all([1, 2, 3].map((number) => backend.save(uuid, `{"n":${number}}`, true)));
      expect(await readdir(directory)).to.deep.equal([`${uuid}.processed.json`]);
    } finally {
      await cleanUp();
    }
  });
});
