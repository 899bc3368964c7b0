import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Registry } from 'prom-client';
import { createMetrics } from '../../src/metrics/metrics.js';
import { PeerRequests } from '../../src/metrics/peer-requests.js';
import { startProcessMetrics } from '../../src/metrics/process-metrics.js';

describe('requests to other services', () => {
  let server: Server;
  let url: string;
  let registry: Registry;
  let end: () => void;
  beforeEach(async () => {
    registry = new Registry();
    end = new PeerRequests([registry]).start();
    server = createServer((request, response) => {
      const [path] = request.url?.split('?') ?? [];
      if (path === '/gone') request.socket.destroy();
      else response.writeHead(path === '/busy' ? 409 : 200).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    end();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const ask = async (path: string, host = url) => (await fetch(`${host}${path}?token=secret`)).text();
  const counts = async (peer = url): Promise<Record<string, string>> => {
    const lines = (await registry.metrics()).matchAll(
      new RegExp(`^inspector_peer_request_seconds_count\\{peer="${peer}",status="(\\w+)"\\} (\\d+)$`, 'gm'),
    );
    return Object.fromEntries([...lines].map(([, status = '', count = '']) => [status, count]));
  };

  it('are counted by service and status, without paths and secrets', async () => {
    await ask('/');
    await ask('/');
    await ask('/busy');
    expect(await counts()).to.deep.equal({ 200: '2', 409: '1' });
    expect(await registry.metrics()).to.not.include('secret');
  });

  it('without an answer are counted too', async () => {
    await ask('/gone').catch(() => undefined);
    expect(await counts()).to.deep.equal({ none: '1' });
  });

  it('to ever new services are counted together, so that memory stays bounded', async () => {
    const { port } = server.address() as AddressInfo;
    for (let last = 1; last <= 40; last++)
      await ask('/', `http://127.0.0.${last}:${port}`).catch(() => undefined);
    const peers = new Set(
      [...(await registry.metrics()).matchAll(/peer="([^"]*)"/g)].map(([, peer]) => peer),
    );
    expect(peers.size).to.equal(33);
    expect(Number((await counts('other'))['none'])).to.equal(8);
  });

  it('come with the version of the service', async () => {
    startProcessMetrics('1.2.3');
    expect(await createMetrics().text()).to.include(
      `inspector_build_info{version="1.2.3",node="${process.versions.node}"} 1`,
    );
  });
});
