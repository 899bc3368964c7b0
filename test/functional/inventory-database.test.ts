import { readFile } from 'node:fs/promises';
import { createContext, inventorySuite } from '@inspector/test-kit';
import { expect } from 'chai';
import type { InventoryWrite } from '@inspector/plugin-api';
import definition from '../../plugins/inventory-database/src/index.js';
import { rejection } from '../mocha/rejection.js';
import { sqliteInventory } from './sqlite-inventory.js';

const FIXTURES = new URL('../fixtures/ansible-inventories/', import.meta.url);
const document = async (name: string): Promise<{ name: string; text: string }> => ({
  name: `the inventory of OpenStack-Ansible ${name}`,
  text: await readFile(new URL(`openstack_inventory.${name}.json`, FIXTURES), 'utf8'),
});

const documents = [await document('aio-2025-08'), await document('test-example')];

describe('inventory database, on sqlite', function () {
  this.timeout(60_000);
  inventorySuite({ describe, it, name: 'inventory database', create: sqliteInventory, documents });
});

const write = (more: Partial<InventoryWrite> = {}): InventoryWrite => ({
  author: 'ada',
  reason: '',
  source: 'test',
  summary: null,
  ...(more.expected === undefined && { force: true }),
  ...more,
});

describe('inventory database', () => {
  let under: Awaited<ReturnType<typeof sqliteInventory>>;
  beforeEach(async () => {
    under = await sqliteInventory();
  });
  afterEach(() => under.cleanUp());

  it('has the number of the write and the digest of the text as its revision', async () => {
    const { revision } = await under.backend.write('{}', write());

    expect(revision).to.equal('1-44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });

  it('does not count anew after revisions went, and says that they are gone', async () => {
    const inventoryRevisions = createContext(definition).inventoryRevisions;
    const backend = await definition.setup(
      createContext(definition, { inventoryRevisions, options: { keep: 2 } }),
    );
    const revisions: string[] = [];
    for (const text of ['{"a":1}', '{"a":2}', '{"a":3}', '{"a":4}']) {
      revisions.push((await backend.write(text, write())).revision);
    }
    const page = await backend.history?.({ limit: 10 });
    expect(page?.revisions.map(({ number }) => number)).to.deep.equal([4, 3]);
    const gone = await rejection(backend.load({ revision: revisions[0] ?? '' }));
    expect(gone.code).to.equal('INSP_INVENTORY_REVISION_NOT_FOUND');
  });

  it('finds a text that was changed by something else, and lets a forced write replace it', async () => {
    await under.backend.write('{"a": 1}', write());
    await under.damage?.();
    expect((await rejection(under.backend.load())).code).to.equal('INSP_INVENTORY_CORRUPT');
    const { changed } = await under.backend.write('{"a": 1}', write());

    expect(changed).to.equal(true);
    expect((await under.backend.load()).text).to.equal('{"a": 1}');
  });

  it('says that its newest revision is missing, and does not begin anew', async () => {
    await under.backend.write('{}', write());
    await under.store.statement((session) => session.run('DELETE FROM inspector_inventory_revisions'));

    for (const work of [
      () => under.backend.load(),
      () => under.backend.write('{"b":1}', write({ expected: null })),
    ]) {
      expect((await rejection(work())).code).to.equal('INSP_INVENTORY_CORRUPT');
    }
  });

  it('keeps names and reasons that no column takes, as far as it can', async () => {
    await under.backend.write('{}', write({ author: 'é'.repeat(400), reason: 'nul \0, half \ud800' }));
    const page = await under.backend.history?.({ limit: 1 });

    expect(page?.revisions[0]).to.include({ author: 'é'.repeat(255), reason: 'nul \ufffd, half \ufffd' });
  });

  it('has one of many forced writes as its newest, and all of them in its history', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `{"n":${index}}`);
    await Promise.all(texts.map((text) => under.backend.write(text, write())));
    const page = await under.backend.history?.({ limit: 100 });

    expect(page?.revisions.map(({ number }) => number)).to.deep.equal(
      Array.from({ length: 20 }, (_, index) => 20 - index),
    );
  });
});
