import { expect } from 'chai';
import { recordLog } from '@inspector/test-kit';
import { createInventoryAccess } from '../../src/inventory/inventory-access.js';
import type { Log } from '../../src/log/log.js';
import { MemoryBackend } from '../inventory/memory-backend.js';
import { ApiServer } from './api-server.js';

const inventory = (counter: string): string => `{"_meta":{"hostvars":{"a":{"counter":${counter}}}}}`;

describe('The inventory over HTTP', () => {
  let api: ApiServer;
  let backend: MemoryBackend;
  const start = async (made: MemoryBackend): Promise<void> => {
    backend = made;
    const log = recordLog() as unknown as Pick<Log, 'info' | 'warn'>;
    const access = createInventoryAccess(backend, {
      name: 'memory',
      maxBytes: 100_000,
      secrets: 'warn',
      log,
    });
    api = await ApiServer.start({}, { inventory: { open: async () => access } });
  };
  beforeEach(() => start(new MemoryBackend()));
  afterEach(() => api.close());

  const put = (body: string) => api.call('PUT', '/v1/inventory', { body });

  it('is empty, without a revision, where nothing is stored', async () => {
    const { status, json } = await api.call('GET', '/v1/inventory');

    expect(status).to.equal(200);
    expect(json).to.deep.equal({ revision: null, inventory: { _meta: { hostvars: {} } } });
  });

  it('is stored with a reason, and read with its numbers as they were written', async () => {
    const written = await put(`{"inventory":${inventory('1.0')},"expected":null,"reason":"new"}`);
    expect(written.json).to.deep.include({ revision: 'r1', changed: true, warnings: [] });
    expect(written.json).to.have.nested.property('summary.hosts_added').that.deep.equals(['a']);
    expect(backend.writes[0]).to.include({ reason: 'new', source: 'PUT /v1/inventory' });

    const { text } = await api.call('GET', '/v1/inventory');
    expect(text).to.match(/"counter": 1\.0\b/);
  });

  it('is not replaced by a change that was made from another revision', async () => {
    await put(`{"inventory":${inventory('1')},"expected":null}`);
    const { status, message } = await put(`{"inventory":${inventory('2')},"expected":null}`);

    expect(status).to.equal(409);
    expect(message).to.contain('revision r1');
    expect(backend.writes).to.have.length(1);
    expect((await put(`{"inventory":${inventory('2')},"force":true}`)).status).to.equal(200);
  });

  for (const [what, body, text] of [
    ['no revision', `{"inventory":${inventory('1')}}`, 'expected is missing'],
    ['no document', '{"expected":null}', 'inventory is missing'],
    ['a document that is none', '{"inventory":[],"expected":null}', 'inventory must be an object'],
    ['a name twice', '{"inventory":{"a":1,"a":2},"expected":null}', 'line 1'],
    ['a member nobody knows', `{"inventory":${inventory('1')},"expect":null}`, '"expect" is not known'],
    ['a revision that is a number', `{"inventory":${inventory('1')},"expected":1}`, 'expected must be'],
    ['no JSON', 'inventory: {}', 'line 1'],
    [
      'a group that is nowhere',
      '{"inventory":{"_meta":{"hostvars":{}},"g":{"children":["x"]}},"expected":null}',
      'g.children[0]',
    ],
  ] as const) {
    it(`refuses ${what}, and says what is wrong`, async () => {
      const { status, message } = await put(body);

      expect(status).to.equal(400);
      expect(message).to.contain(text);
      expect(backend.writes).to.deep.equal([]);
    });
  }

  it('says when it is too large', async () => {
    const padding = `{"_meta":{"hostvars":{}},"all":{"vars":{"p":"${'x'.repeat(100_000)}"}}}`;

    expect((await put(`{"inventory":${padding},"expected":null}`)).status).to.equal(413);
  });

  it('gives former revisions, and makes one the newest again', async () => {
    for (const [index, counter] of ['1', '2'].entries()) {
      await put(`{"inventory":${inventory(counter)},"expected":${index === 0 ? 'null' : '"r1"'}}`);
    }
    expect((await api.call('GET', '/v1/inventory?revision=r1')).text).to.match(/"counter": 1\b/);
    expect((await api.call('GET', '/v1/inventory?revision=r9')).status).to.equal(404);

    const body = '{"revision":"r1","reason":"no power"}';
    const { json } = await api.call('POST', '/v1/inventory/restore', { body });
    expect(json).to.include({ revision: 'r3', changed: true });
    expect(backend.writes.at(-1)).to.include({ reason: 'no power', source: 'POST /v1/inventory/restore' });
    const empty = await api.call('POST', '/v1/inventory/restore', { body: '{"revision":""}' });
    expect(empty.status).to.equal(400);
  });

  it('tells who wrote what, in pages', async () => {
    await put(`{"inventory":${inventory('1')},"expected":null}`);
    const { json } = await api.call('GET', '/v1/inventory/history?limit=1');
    expect(json).to.have.keys('revisions', 'next');

    expect((await api.call('GET', '/v1/inventory/history?limit=x')).status).to.equal(400);
  });

  it('says that its backend keeps no former revisions', async () => {
    await api.close();
    await start(new MemoryBackend([inventory('1')], { history: false }));
    for (const path of ['/v1/inventory/history', '/v1/inventory?revision=r1']) {
      expect(await api.call('GET', path)).to.include({ status: 400 });
    }
  });
});
