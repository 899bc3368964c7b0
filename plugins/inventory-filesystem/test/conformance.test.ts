import { mkdir, readFile, rename, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { inventorySuite, packageSuite, type InventoryUnderTest } from '@inspector/test-kit';
import { freshFolder, inside, openIn } from './open-inventory.js';

const FIXTURES = new URL('../../../test/fixtures/ansible-inventories/', import.meta.url);

const document = async (name: string): Promise<{ name: string; text: string }> => ({
  name: `the inventory of OpenStack-Ansible ${name}`,
  text: await readFile(new URL(`openstack_inventory.${name}.json`, FIXTURES), 'utf8'),
});

const documents = [await document('aio-2025-08'), await document('test-example')];

const create = async (): Promise<InventoryUnderTest> => {
  const { folder, remove } = await freshFolder();
  const directory = join(folder, 'deploy');
  await mkdir(directory);
  const { backend, file } = await openIn(directory, { keep: 0 });
  const away = `${directory}-away`;
  return {
    backend,
    another: async () => (await openIn(directory, { keep: 0 })).backend,
    async elsewhere() {
      await mkdir(join(folder, 'other'));
      return (await openIn(join(folder, 'other'))).backend;
    },
    breakIt: () => rename(directory, away),
    mendIt: () => rename(away, directory),
    damage: () => truncate(file, 30),
    inside: () => inside(directory),
    cleanUp: remove,
  };
};

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });

describe('inventory filesystem', function () {
  // Every write waits for the disk several times.
  this.timeout(60_000);
  const changes = process.env['INSPECTOR_TEST_LONG'] === '1' ? 10 : 3;
  inventorySuite({ describe, it, name: 'inventory filesystem', create, documents, changes });
});
