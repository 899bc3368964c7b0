import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@inspector/client';
import { createInspector, type Inspector } from '@inspector/core';
import { startFakeIronic, type FakeIronic } from '@inspector/test-kit';
import { expect } from 'chai';
import { pino } from 'pino';

describe('the inventory of a whole service', () => {
  let folder: string;
  let ironic: FakeIronic;
  let inspector: Inspector;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-inventory-http-'));
    ironic = await startFakeIronic();
  });
  afterEach(async () => {
    await inspector.close();
    await ironic.close();
    await rm(folder, { recursive: true });
  });
  const start = async (config: object): Promise<void> => {
    inspector = await createInspector({
      cwd: folder,
      log: pino({ level: 'silent' }),
      upgradeDatabase: true,
      config: {
        listenPort: 0,
        cleanUpPeriod: 0,
        ironic: { endpointOverride: ironic.url },
        database: { connection: `sqlite:///${folder}/inspector.sqlite` },
        plugins: { 'inventory-filesystem': { directory: folder } },
        ...config,
      },
    });
  };
  const DOCUMENT = '{"_meta":{"hostvars":{"a":{"ratio":1.0}}},"racks":{"hosts":["a"]}}';

  for (const backend of ['filesystem', 'database']) {
    it(`is written, read, listed and restored in the backend ${backend}`, async () => {
      await start({ inventory: { backend } });
      const { inventory } = createClient({ url: inspector.url ?? '' });
      const first = await inventory.replace(DOCUMENT, { expected: null, reason: 'first rack' });
      expect(first.changed).to.equal(true);
      const empty = { _meta: { hostvars: {} } };
      await inventory.replace(empty, { expected: first.revision });
      await inventory.replace(empty, { expected: first.revision }).then(
        () => expect.fail('a change from an old revision is taken'),
        (error: unknown) => expect(error).to.have.property('status', 409),
      );
      const { revisions } = await inventory.history();
      expect(revisions.map(({ number, reason }) => [number, reason])).to.deep.equal([
        [2, ''],
        [1, 'first rack'],
      ]);
      await inventory.restore(first.revision ?? '');

      expect(await inventory.getText()).to.match(/"ratio": 1\.0\b/);
    });
  }

  it('lies in the file of OpenStack-Ansible unless the configuration says otherwise', async () => {
    await start({});
    await createClient({ url: inspector.url ?? '' }).inventory.replace(DOCUMENT, { force: true });

    const text = await readFile(join(folder, 'openstack_inventory.json'), 'utf8');
    expect(JSON.parse(text)).to.deep.equal(JSON.parse(DOCUMENT));
  });

  it('is the fault of a plugin that is missing only where somebody asks for it', async () => {
    await start({ inventory: { backend: 'parchment' } });
    const client = createClient({ url: inspector.url ?? '' });
    expect(await client.list()).to.deep.equal([]);
    await client.inventory.get().then(
      () => expect.fail('an inventory is read that nobody keeps'),
      (error: unknown) => expect(error).to.have.property('message').that.contains('inventory.backend'),
    );
  });
});
