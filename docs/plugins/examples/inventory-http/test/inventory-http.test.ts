import { expect } from 'chai';
import type { InventoryBackend, InventoryWrite } from '@inspector/plugin-api';
import { createContext, inventorySuite, packageSuite } from '@inspector/test-kit';
import inventory from '../src/index.js';
import { startTagServer, type TagServer } from './tag-server.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url), source: 'src' });

const open = async (server: TagServer, path = ''): Promise<InventoryBackend> => {
  const options = { url: `${server.url}${path}/`, token: server.token };
  return inventory.setup(createContext(inventory, { options }));
};

describe('inventory http', function () {
  // Every host is a request.
  this.timeout(60_000);
  inventorySuite({
    describe,
    it,
    name: 'inventory http',
    hosts: 1000,
    changes: 2,
    async create() {
      const server = await startTagServer();
      return {
        backend: await open(server),
        another: () => open(server),
        elsewhere: () => open(server, '/elsewhere'),
        async breakIt() {
          server.state = 'away';
        },
        async mendIt() {
          server.state = 'well';
        },
        async lockOut() {
          server.token = 'another-token';
        },
        async makeReadOnly() {
          server.isReadOnly = true;
        },
        async damage() {
          for (const resource of server.resources.values()) resource.text = resource.text.slice(1);
        },
        inside: async () => JSON.stringify([...server.resources]),
        secrets: ['the-token-of-the-server'],
        cleanUp: () => server.stop(),
      };
    },
  });
});

const document = (hosts: object): string => {
  const names = Object.keys(hosts);
  return JSON.stringify({ _meta: { hostvars: hosts }, racks: { hosts: names } }, null, 4);
};
const write = (more: Partial<InventoryWrite> = {}): InventoryWrite => ({
  author: 'ada',
  reason: '',
  source: 'test',
  summary: null,
  ...(more.expected === undefined && { force: true }),
  ...more,
});

describe('inventory http', () => {
  let server: TagServer;
  let backend: InventoryBackend;
  beforeEach(async () => {
    server = await startTagServer();
    backend = await open(server);
  });
  afterEach(() => server.stop());

  it('writes the hosts that changed, and leaves none behind', async () => {
    await backend.write(document({ a: { n: 1 }, b: { n: 1 } }), write({ expected: null }));
    const before = new Set(server.resources.keys());
    await backend.write(document({ a: { n: 2 }, b: { n: 1 } }), write());

    const after = [...server.resources.keys()];
    expect(after).to.have.length(3);
    expect(after.filter((path) => !before.has(path))).to.have.length(1);
  });

  it('knows that it has written although the answer was lost', async () => {
    await backend.write(document({ a: {} }), write({ expected: null }));
    const { revision } = await backend.load();
    const other = await open(server);
    server.state = 'mute';
    const { changed } = await other.write(document({}), write({ expected: revision }));
    server.state = 'well';

    expect(changed).to.equal(true);
    expect(JSON.parse((await backend.load()).text ?? '')).to.deep.equal({
      _meta: { hostvars: {} },
      racks: { hosts: [] },
    });
  });

  it('gives names of hosts to nobody as a path', async () => {
    await backend.write(document({ '../../listing': {}, '..': {} }), write({ expected: null }));

    expect([...server.resources.keys()].filter((path) => path !== '/inventory/listing')).to.satisfy(
      (paths: string[]) =>
        paths.length === 2 && paths.every((path) => /^\/inventory\/hosts\/[0-9a-f-]{36}$/.test(path)),
    );
  });
});
