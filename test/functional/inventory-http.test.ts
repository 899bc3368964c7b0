import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@inspector/client';
import { createInspector, type Inspector } from '@inspector/core';
import { createMachine, startFakeIronic, type FakeIronic } from '@inspector/simulator';
import { expect } from 'chai';
import { pino } from 'pino';
import { eventually } from './harness.js';

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
  it('gets introspected nodes by a request, and is left alone by the next one', async () => {
    await start({ processing: { storeData: 'database' }, introspectionDelay: 0 });
    const client = createClient({ url: inspector.url ?? '' });
    const machine = createMachine({ index: 1 });
    ironic.addNode({ ...machine.node, name: 'web-1', provision_state: 'manageable' });
    for (const port of machine.ports) ironic.addPort(port);
    await client.start(machine.uuid);
    await eventually(
      () => client.status(machine.uuid),
      ({ state }) => state === 'waiting',
      'the node that waits',
    );
    await client.continue(JSON.stringify(machine.payload));
    await client.waitForFinish([machine.uuid]);
    const { inventory } = client;
    const first = await inventory.generate({ expected: null, reason: 'the first rack' });
    expect(first).to.deep.include({ changed: true, nodes: 1, added: ['web-1'], notes: [] });
    expect(first.summary.hosts_added).to.deep.equal(['web-1']);
    const again = await inventory.generate();
    expect(again).to.deep.include({ changed: false, nodes: 1, added: [], revision: first.revision });
    ironic.nodes.get(machine.uuid)!.name = 'db-1';
    expect(await inventory.generate({ rename: true })).to.deep.include({
      changed: true,
      renamed: [{ from: 'web-1', to: 'db-1' }],
    });
    const { revisions } = await inventory.history();
    expect(revisions.map(({ reason, source }) => [reason, source])).to.deep.equal([
      ['generated from introspected nodes', 'POST /v1/inventory/generate'],
      ['the first rack', 'POST /v1/inventory/generate'],
    ]);
    for (const [wrong, status, text] of [
      ['{"rename":"yes"}', 400, 'rename must be true or false'],
      ['{"name":true}', 400, 'is not known; there may be rename'],
      ['[]', 400, 'not a JSON object'],
      ['{"expected":null}', 409, 'is not written'],
    ] as const) {
      const url = `${inspector.url ?? ''}/v1/inventory/generate`;
      const answer = await fetch(url, { method: 'POST', body: wrong });
      expect([answer.status, await answer.text()], wrong).to.satisfy(
        ([code, body]: [number, string]) => code === status && body.includes(text),
      );
    }
  });

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
