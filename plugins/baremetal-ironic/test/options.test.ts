import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import type { PluginContext } from '@inspector/plugin-api';
import plugin from '../src/index.js';
import type { IronicOptions } from '../src/options.js';
import { failureOf } from './failure.js';
import { ScriptedIronic } from './scripted-ironic.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';

/** Fills in defaults as the plugin host does; text of the first problem if there is one. */
function validated(options: object): IronicOptions | string {
  const filled: unknown = structuredClone(options);
  const check = new Ajv2020({ useDefaults: true, strict: true }).compile<IronicOptions>(
    plugin.configSchema ?? {},
  );
  if (check(filled)) return filled;
  const [problem] = check.errors ?? [];
  return `${problem?.instancePath ?? ''} ${problem?.message ?? ''}`;
}

describe('options of the group ironic', () => {
  let ironic: ScriptedIronic;
  beforeEach(async () => {
    ironic = await new ScriptedIronic().start();
    ironic.on(`GET /v1/nodes/${NODE}`, { body: { uuid: NODE } });
  });
  afterEach(() => ironic.stop());

  async function start(options: object) {
    const config = validated(options);
    if (typeof config === 'string') throw new Error(config);
    const log = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
    };
    return plugin.setup({ config, log } as unknown as PluginContext<IronicOptions>);
  }

  it('are all optional: a standalone Ironic on this machine is assumed', () => {
    expect(validated({})).to.include({ authType: 'none', timeout: 60, maxRetries: 30, retryInterval: 2 });
  });

  for (const suffix of ['', '/', '/v1', '/v1/', '//']) {
    it(`take an address that ends in ${JSON.stringify(suffix)}`, async () => {
      const client = await start({ endpointOverride: ironic.url + suffix });

      expect((await client.getNode(NODE)).uuid).to.equal(NODE);
      await client.close?.();
    });
  }

  it('take an address below a path', async () => {
    ironic.on('GET /baremetal/v1/', { headers: { 'x-openstack-ironic-api-maximum-version': '1.80' } });
    ironic.on(`GET /baremetal/v1/nodes/${NODE}`, { body: { uuid: NODE } });
    const client = await start({ endpoint: `${ironic.url}/baremetal` });

    expect((await client.getNode(NODE)).uuid).to.equal(NODE);
    await client.close?.();
  });

  it('send user name and password with http_basic', async () => {
    const client = await start({
      authType: 'http_basic',
      endpointOverride: ironic.url,
      username: 'inspector',
      password: 'pässword:1',
    });
    await client.getNode(NODE);
    await client.close?.();

    const header = ironic.seen.at(-1)?.headers.authorization ?? '';
    expect(Buffer.from(header.slice('Basic '.length), 'base64').toString()).to.equal('inspector:pässword:1');
  });

  it('send no credentials with none', async () => {
    const client = await start({ endpointOverride: ironic.url, username: 'a', password: 'b' });
    await client.getNode(NODE);
    await client.close?.();

    expect(ironic.seen.at(-1)?.headers).to.not.have.property('authorization');
  });

  const basic = { authType: 'http_basic', endpointOverride: 'http://a', username: 'a', password: 'b' };
  const wrong: readonly [string, object, string][] = [
    ['http_basic without address', { ...basic, endpointOverride: undefined }, 'ironic.endpointOverride'],
    ['http_basic without user name', { ...basic, username: undefined }, 'ironic.username'],
    ['http_basic without password', { ...basic, password: undefined }, 'ironic.password'],
    ['a user name with a colon', { ...basic, username: 'a:b' }, 'ironic.username'],
    ['an address that is none', { endpointOverride: 'ironic' }, 'ironic.endpointOverride'],
    ['an address of another kind', { endpoint: 'ftp://a' }, 'ironic.endpoint'],
    ['an address with a password', { endpointOverride: 'http://u:p@a' }, 'ironic.endpointOverride'],
    ['an address with a query', { endpointOverride: 'http://a/?b=c' }, 'ironic.endpointOverride'],
    ['a CA file that is not there', { cafile: '/nonexistent/ca.pem' }, 'ironic.cafile'],
    ['a key that is not there', { keyfile: '/nonexistent/key.pem' }, 'ironic.keyfile'],
  ];
  for (const [what, options, named] of wrong) {
    it(`refuse ${what} at the start`, async () => {
      const error = await failureOf(start(JSON.parse(JSON.stringify(options)) as object));

      expect(error.code).to.equal('INSP_CONFIG_INVALID');
      expect(error.message).to.match(new RegExp(`^${named.replace('.', '\\.')}:`));
      expect(error.message).to.not.include('u:p');
    });
  }

  const invalid: readonly [object, string][] = [
    [{ authType: 'telepathy' }, '/authType'],
    [{ timeout: 0 }, '/timeout'],
    [{ timeout: 'long' }, '/timeout'],
    [{ maxRetries: -1 }, '/maxRetries'],
    [{ maxParallelRequests: 0 }, '/maxParallelRequests'],
    [{ endpointOverride: '' }, '/endpointOverride'],
    [{ endpointOveride: 'http://a' }, 'additional properties'],
  ];
  for (const [options, named] of invalid) {
    it(`refuse ${JSON.stringify(options)}`, () => {
      expect(validated(options)).to.be.a('string').and.include(named);
    });
  }

  it('read certificates from files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-'));
    try {
      const cafile = join(folder, 'ca.pem');
      await writeFile(cafile, '');
      const client = await start({ endpointOverride: ironic.url, cafile });

      expect((await client.getNode(NODE)).uuid).to.equal(NODE);
      await client.close?.();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('mark the password as a secret', () => {
    expect(plugin.configSchema).to.have.nested.property('properties.password.writeOnly', true);
  });
});
