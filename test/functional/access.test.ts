import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@inspector/client';
import { createInspector, type Inspector, type UserConfig } from '@inspector/core';
import { hashSync } from 'bcryptjs';
import { expect } from 'chai';
import { pino } from 'pino';
import { ROUTES } from '../../core/src/api/routes/index.js';

/** Nobody listens there; what is tested here needs no bare metal service. */
const NO_IRONIC = 'http://127.0.0.1:9';
const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';
const COST = 4;
const ROLES = { root: 'admin', watcher: 'reader', robot: 'service', guest: 'member' } as const;
const USERS = [...Object.keys(ROLES), 'nobody'];

describe('users and passwords', () => {
  let folder: string;
  let lines: string[];
  let inspector: Inspector | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-access-'));
    lines = [];
    await writeFile(
      join(folder, 'htpasswd'),
      USERS.map((user) => `${user}:${hashSync(`${user}-secret`, COST)}\n`).join(''),
    );
  });
  afterEach(async () => {
    await inspector?.close();
    inspector = undefined;
    await rm(folder, { recursive: true });
  });
  const start = async (config: UserConfig = {}): Promise<string> => {
    inspector = await createInspector({
      config: {
        listenAddress: '127.0.0.1',
        listenPort: 0,
        cleanUpPeriod: 0,
        debug: true,
        database: { connection: 'sqlite:///inspector.sqlite' },
        ironic: { authType: 'none', endpointOverride: NO_IRONIC },
        authStrategy: 'http_basic',
        httpBasicAuthUserFile: 'htpasswd',
        ...config,
      },
      cwd: folder,
      log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }),
      upgradeDatabase: true,
    });
    return inspector.url;
  };
  const headersOf = (user: string, password = `${user}-secret`) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  });
  const ask = (url: string, method: string, path: string, headers = {}) =>
    fetch(`${url}${path}`, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) });

  it('open every route to every user where no user has a role', async () => {
    const url = await start();
    const client = createClient({ url, basic: { username: 'nobody', password: 'nobody-secret' } });
    expect(await client.list()).to.deep.equal([]);
    expect(await client.rules.list()).to.deep.equal([]);
    const refused = await ask(url, 'GET', '/v1/introspection');
    expect(refused.status).to.equal(401);
    expect(refused.headers.get('www-authenticate')).to.equal('Basic realm="Baremetal API"');
    expect(await refused.json()).to.deep.equal({ error: { message: 'Authentication required' } });
    for (const wrong of [headersOf('nobody', 'x'), headersOf('stranger')]) {
      expect((await ask(url, 'GET', '/v1/rules', wrong)).status).to.equal(401);
    }
  });

  it('let each user do what the policy gives to its roles, on every route', async () => {
    const url = await start({ httpBasicRoles: ROLES });
    const reads = new Set(
      ['status', 'plugins', 'pxe-filter', 'cluster', 'diagnosis', 'events', 'metrics'].map(
        (name) => `introspection:${name}`,
      ),
    );
    for (const route of ROUTES) {
      const path = route.path.replace('{version}', 'v1').replaceAll(/\{\w+\}/g, NODE);
      const isPublic = route.public === true;
      for (const [user, mayRead, mayWrite] of [
        ['root', true, true],
        ['robot', true, true],
        ['watcher', true, false],
        ['guest', false, false],
        ['nobody', false, false],
      ] as const) {
        const isForAll = isPublic || route.policy === 'introspection:session';
        const allowed = isForAll || (reads.has(route.policy) ? mayRead : mayWrite);
        const { status } = await ask(url, route.method, path, headersOf(user));
        expect(status === 403, `${user} ${route.method} ${path}: ${status}`).to.equal(!allowed);
        expect(status, `${user} ${route.method} ${path}`).to.not.equal(401);
      }
      const { status } = await ask(url, route.method, path);
      expect(status === 401, `${route.method} ${path} without a user: ${status}`).to.equal(!isPublic);
    }
  });

  it('are not looked at on public routes, unless they cannot be read at all', async () => {
    const url = await start({ httpBasicRoles: ROLES });
    expect((await ask(url, 'GET', '/', headersOf('nobody', 'wrong'))).status).to.equal(200);
    const odd = await ask(url, 'GET', '/', { authorization: 'Bearer x' });
    expect([odd.status, (await odd.text()).trim()]).to.deep.equal([
      400,
      '{"error":{"message":"Unsupported authorization type \\"Bearer\\""}}',
    ]);
  });

  it('follow a policy file, also for public routes', async () => {
    await writeFile(
      join(folder, 'policy.yaml'),
      '"introspection:continue": "!"\n"introspection:start": "role:member"\n',
    );
    const url = await start({ httpBasicRoles: ROLES });
    expect((await ask(url, 'POST', '/v1/continue')).status).to.equal(403);
    expect((await ask(url, 'POST', `/v1/introspection/${NODE}`, headersOf('root'))).status).to.equal(403);
    expect((await ask(url, 'POST', `/v1/introspection/${NODE}`, headersOf('guest'))).status).to.not.equal(
      403,
    );
  });

  it('stop the start with every problem of the policy, or of the file of users', async () => {
    await writeFile(join(folder, 'policy.yaml'), '"introspection:start":\n');
    const failure = await start({ httpBasicRoles: ROLES }).then(String, (error: unknown) => String(error));
    expect(failure).to.include('policy.yaml:1: rule "introspection:start": no value would allow everybody');
    await writeFile(join(folder, 'htpasswd'), 'root:plain\n');
    const second = await start().then(String, (error: unknown) => String(error));
    expect(second).to.include('Only bcrypt digested passwords are supported for root');
  });

  it('are described by the OpenAPI document', async () => {
    const url = await start();
    const document = (await (await ask(url, 'GET', '/openapi.json')).json()) as {
      components: { securitySchemes: object };
      paths: Record<string, Record<string, { security: object[]; responses: object }>>;
    };
    expect(document.components.securitySchemes).to.deep.equal({ basic: { type: 'http', scheme: 'basic' } });
    const list = document.paths['/v1/introspection']?.['get'];
    expect(list?.security).to.deep.equal([{ basic: [] }]);
    expect(list?.responses).to.include.keys('401', '403');
    expect(document.paths['/v1/continue']?.['post']?.security).to.deep.equal([]);
  });

  it('are shut out by address when too many passwords are wrong; those who are known go on', async () => {
    const url = await start({ limits: { failedCredentials: 3 } });
    const from = (address: string, headers: object) => ({ ...headers, 'x-forwarded-for': address });
    const rules = (address: string, headers: object) => ask(url, 'GET', '/v1/rules', from(address, headers));
    expect((await rules('203.0.113.9', headersOf('root'))).status).to.equal(200);
    for (let count = 0; count < 3; count++) {
      const wrong = await rules('203.0.113.9', headersOf('root', `guess ${count}`));
      expect([wrong.status, wrong.headers.get('retry-after')]).to.deep.equal([401, null]);
    }
    const refused = await rules('203.0.113.9', headersOf('watcher'));
    expect(refused.status).to.equal(401);
    expect(Number(refused.headers.get('retry-after'))).to.be.within(50, 60);
    expect(await refused.text()).to.include('too many wrong credentials came from your address');
    expect((await rules('203.0.113.9', headersOf('root'))).status).to.equal(200);
    expect((await rules('203.0.113.10', headersOf('watcher'))).status).to.equal(200);
    const metrics = await (await ask(url, 'GET', '/metrics', headersOf('root'))).text();
    expect(metrics).to.match(/inspector_limit_hits_total\{limit="limits.failedCredentials"\} 1\n/);
  });

  it('are named in the log, passwords never', async () => {
    const url = await start();
    await ask(url, 'GET', '/v1/rules', headersOf('root'));
    await ask(url, 'GET', '/v1/rules', headersOf('watcher', 'not-the-secret'));
    const callers = lines.map((line) => (JSON.parse(line) as { caller?: string }).caller);
    expect(callers.filter((caller) => caller !== undefined)).to.deep.equal(['root']);
    for (const secret of ['secret', headersOf('root').authorization.slice(6)]) {
      expect(lines.join('')).to.not.include(secret);
    }
  });
});
