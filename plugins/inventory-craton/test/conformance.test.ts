import { readFile } from 'node:fs/promises';
import { inventorySuite, packageSuite } from '@inspector/test-kit';
import { cratonUnderTest } from './open-craton.js';

const FIXTURES = new URL('../../../test/fixtures/ansible-inventories/', import.meta.url);

const document = async (name: string): Promise<{ name: string; text: string }> => ({
  name: `the inventory of OpenStack-Ansible ${name}`,
  text: await readFile(new URL(`openstack_inventory.${name}.json`, FIXTURES), 'utf8'),
});

const documents = [await document('aio-2025-08'), await document('test-example')];

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });

describe('inventory craton', function () {
  // Every host is a request.
  this.timeout(120_000);
  const isLong = process.env['INSPECTOR_TEST_LONG'] === '1';
  const size = { hosts: isLong ? 10_000 : 1000, changes: isLong ? 10 : 1 };
  // With history there is more to test.
  for (const history of isLong ? [false, true] : [true]) {
    const name = `inventory craton, ${history ? 'with' : 'without'} history`;
    inventorySuite({ describe, it, name, create: () => cratonUnderTest({ history }), documents, ...size });
  }
});
