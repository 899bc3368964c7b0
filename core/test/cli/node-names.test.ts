import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@inspector/client';
import { expect } from 'chai';
import { nodeNames } from '../../src/cli/completion/node-names.js';
import { ApiServer } from '../api/api-server.js';

describe('the names of nodes for a shell', () => {
  it('are those of nodes with a record; a UUID where there is none, and nothing that a shell would obey', async () => {
    const page = [
      { uuid: '00000000-0000-4000-8000-000000000002', name: 'rack3-08' },
      { uuid: '00000000-0000-4000-8000-000000000001' },
      { uuid: '00000000-0000-4000-8000-000000000003', name: '$(reboot)' },
    ];
    const server = createServer((request, response) => {
      const first = !request.url?.includes('marker');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ introspection: first ? page : [] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      expect(await nodeNames(createClient({ url }))).to.deep.equal([
        '00000000-0000-4000-8000-000000000001',
        'rack3-08',
      ]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('are none where the server does not answer', async () => {
    const api = await ApiServer.start();
    await api.close();
    expect(await nodeNames(createClient({ url: api.url }))).to.deep.equal([]);
  });
});
