import { createServer, type RequestListener, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi, type MountableApi, type UserConfig } from '@inspector/core';
import type { JsonObject } from '@inspector/plugin-api';
import { startFakeIronic, type FakeIronic } from '@inspector/simulator';
import { expect } from 'chai';
import express from 'express';
import Koa from 'koa';
import { pino } from 'pino';
import { eventually, payload, ROOT } from './harness.js';

const PATH = '/hardware';

/** Servers of another program that have the API below a path, each as its documentation would have it. */
const HOSTS: Readonly<Record<string, (api: MountableApi) => RequestListener>> = {
  Koa: (api) => {
    const app = new Koa();
    app.use(async (ctx, next) => {
      if (ctx.path !== PATH && !ctx.path.startsWith(`${PATH}/`)) return next();
      ctx.respond = false;
      await api.handler(ctx.req, ctx.res);
    });
    app.use((ctx) => {
      ctx.body = `the page ${ctx.path}`;
    });
    return (request, response) => void app.callback()(request, response);
  },
  Express: (api) => {
    const app = express();
    app.use(PATH, api.handler);
    app.use(express.json());
    app.use((request, response) => {
      response.send(`the page ${request.originalUrl}`);
    });
    return app as RequestListener;
  },
  'a plain server': (api) => (request, response) => {
    if (request.url?.startsWith(PATH) === true) void api.handler(request, response);
    else response.end(`the page ${String(request.url)}`);
  },
};

describe('the API inside of another server', () => {
  let folder: string;
  let ironic: FakeIronic;
  let api: MountableApi | undefined;
  let server: Server | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-mounted-'));
    ironic = await startFakeIronic();
  });
  afterEach(async () => {
    await api?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => (server?.listening ? server.close(resolve) : resolve(undefined)));
    await ironic.close();
    await rm(folder, { recursive: true });
  });

  const start = async (config: UserConfig = {}): Promise<MountableApi> => {
    api = await createApi({
      config: {
        introspectionDelay: 0,
        allowUnauthenticated: true,
        scriptName: PATH,
        database: { connection: `sqlite:///${folder}/inspector.sqlite`, sqliteSynchronous: false },
        ironic: { endpointOverride: ironic.url, retryInterval: 0 },
        ...config,
      },
      cwd: ROOT,
      log: pino({ level: 'silent' }),
      upgradeDatabase: true,
    });
    return api;
  };

  const serve = async (listener: RequestListener): Promise<string> => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  for (const [name, host] of Object.entries(HOSTS)) {
    it(`introspects below a path of ${name}, and leaves the other paths alone`, async () => {
      const url = await serve(host(await start()));
      const data = await payload();
      const inventory = data['inventory'] as JsonObject;
      const { uuid } = ironic.addNode({
        driver_info: { ipmi_address: String(inventory['bmc_address'] ?? '') },
      });
      const [first] = inventory['interfaces'] as JsonObject[];
      ironic.addPort({ node_uuid: uuid, address: String(first?.['mac_address']) });
      const place = `${url}${PATH}/v1/introspection/${uuid}`;
      const state = async (): Promise<unknown> =>
        ((await (await fetch(place)).json()) as JsonObject)['state'];

      expect((await fetch(place, { method: 'POST' })).status).to.equal(202);
      await eventually(state, (now) => now === 'waiting', 'the state');
      const posted = await fetch(`${url}${PATH}/v1/continue`, { method: 'POST', body: JSON.stringify(data) });
      expect([posted.status, await posted.json()]).to.deep.equal([200, { uuid }]);
      await eventually(state, (now) => now === 'finished', 'the state');

      expect(await (await fetch(`${url}/other`)).text()).to.equal('the page /other');
      const { links } = (await (await fetch(place)).json()) as { links: { href: string }[] };
      expect(links[0]?.href).to.equal(place);
      const wrong = await fetch(`${url}${PATH}/v1/nothing`);
      expect([wrong.status, wrong.headers.get('content-type')]).to.deep.equal([404, 'application/json']);
    });
  }

  it('says what is wrong where something has read the body before', async () => {
    const { handler } = await start();
    const app = express();
    app.use(express.json());
    app.use(PATH, handler);
    const url = await serve(app as RequestListener);
    const answer = await fetch(`${url}${PATH}/v1/continue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"inventory": {}}',
    });
    expect(answer.status).to.equal(500);
    expect(((await answer.json()) as { error: { message: string } }).error.message).to.include(
      'mount Inspector in front of what parses bodies',
    );
  });

  it('turns requests away when it stops, and ends those that it has', async () => {
    const { handler, close } = await start();
    const url = await serve((request, response) => void handler(request, response));
    const node = ironic.addNode({ name: 'rack-1' });
    const held = ironic.fail({ match: { method: 'GET' }, status: 'held' });
    const running = fetch(`${url}${PATH}/v1/introspection/${node.name}`, { method: 'POST' });
    await held.arrived;
    const closed = close();
    const refused = await fetch(`${url}${PATH}/v1`);
    expect([refused.status, refused.headers.get('connection')]).to.deep.equal([503, 'close']);
    held.release();
    expect((await running).status).to.equal(202);
    await closed;
  });

  it('does not let everybody in unless somebody said so', async () => {
    const failure = await start({ allowUnauthenticated: false }).then(
      () => undefined,
      (error: unknown) => error as { code: string; message: string },
    );
    expect(failure?.code).to.equal('INSP_CONFIG_INVALID');
    expect(failure?.message).to.include('allowUnauthenticated: true where that server');
  });
});
