import { expect } from 'chai';
import { FakeKeystone } from '../../plugin-api/test/openstack/fake-keystone.js';
import { createIronic } from '../src/create-ironic.js';
import { failureOf } from './failure.js';
import { fault, ironicOptions, ScriptedIronic, silent } from './scripted-ironic.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';

describe('an Ironic behind Keystone', () => {
  let ironic: ScriptedIronic;
  let keystone: FakeKeystone;
  let waits: number[];
  let close: (() => Promise<void>)[];
  beforeEach(async () => {
    [waits, close] = [[], []];
    ironic = await new ScriptedIronic().start();
    keystone = await FakeKeystone.start();
    keystone.catalogue = [
      {
        type: 'baremetal',
        endpoints: [
          { interface: 'public', region: 'One', url: 'http://127.0.0.1:9' },
          { interface: 'internal', region: 'One', url: `${ironic.url}/v1/` },
        ],
      },
    ];
    ironic.on(`GET /v1/nodes/${NODE}`, { body: { uuid: NODE } });
  });
  afterEach(async () => {
    for (const end of close) await end();
    await keystone.close();
    await ironic.stop();
  });

  const client = (changes: object = {}) => {
    const { endpointOverride: _, ...options } = ironicOptions('');
    const credentials = { authType: 'password', authUrl: keystone.url, username: 'i', password: 'pa55-word' };
    const all = { ...options, ...credentials, ...changes } as ReturnType<typeof ironicOptions>;
    const made = createIronic(all, silent, async (milliseconds) => void waits.push(milliseconds));
    close.push(async () => made.close?.());
    return made;
  };
  const tokens = () => [...new Set(ironic.seen.map(({ headers }) => headers['x-auth-token']))];

  const kinds: [string, object][] = [
    ['a password', {}],
    [
      'an application credential',
      { authType: 'v3applicationcredential', applicationCredentialId: 'a', applicationCredentialSecret: 's' },
    ],
    ['a token', { authType: 'v3token', token: 't' }],
  ];
  for (const [what, options] of kinds) {
    it(`is found in the catalogue and shown a token got with ${what}`, async () => {
      expect((await client(options).getNode(NODE)).uuid).to.equal(NODE);
      expect(tokens()).to.deep.equal(['token-1']);
      expect(keystone.requests).to.have.lengthOf(1);
    });
  }

  it('is asked at the configured address rather than that of the catalogue', async () => {
    keystone.catalogue = [];
    expect((await client({ endpointOverride: `${ironic.url}/v1` }).getNode(NODE)).uuid).to.equal(NODE);
    expect(tokens()).to.deep.equal(['token-1']);
  });

  it('is asked again with one new token when it refuses the old one', async () => {
    const made = client();
    await made.getNode(NODE);
    ironic.on(`GET /v1/nodes/${NODE}`, fault(401, 'expired'), { body: { uuid: NODE } });
    expect((await made.getNode(NODE)).uuid).to.equal(NODE);
    expect(tokens()).to.deep.equal(['token-1', 'token-2']);
  });

  it('is reached once Keystone is back, with pauses in between', async () => {
    let failures = 2;
    keystone.answer = (response) => {
      response.writeHead(503).end();
      if (--failures === 0) keystone.answer = undefined;
    };
    expect((await client().getNode(NODE)).uuid).to.equal(NODE);
    expect(waits).to.deep.equal([500, 1000]);
  });

  it('is not reached while Keystone is away, and the error says so and may be retried', async () => {
    keystone.answer = (response) => void response.destroy();
    const error = await failureOf(client().getNode(NODE));
    expect(error).to.include({ code: 'INSP_IDENTITY_FAILED', status: 503 });
    expect(error.message).to.match(/^Could not connect to the identity service/);
    expect(ironic.seen).to.have.lengthOf(0);
    keystone.answer = undefined;
    expect((await client().getNode(NODE)).uuid).to.equal(NODE);
  });

  it('is not asked for when Keystone refuses, and the error keeps the secret', async () => {
    keystone.answer = (response) => response.writeHead(401).end('no user with pa55-word');
    const error = await failureOf(client().getNode(NODE));
    expect(error.code).to.equal('INSP_IDENTITY_FAILED');
    expect(error.message).to.include('refused the credentials').and.not.include('pa55-word');
    expect(waits).to.deep.equal([]);
  });

  it('ends what waits for Keystone when Inspector stops', async () => {
    const made = client();
    const asked = new Promise<void>((resolve) => (keystone.answer = () => resolve()));
    const failure = failureOf(made.getNode(NODE));
    await asked;
    await made.close?.();
    expect((await failure).code).to.equal('INSP_SHUTTING_DOWN');
  });

  it('needs the address of Keystone', async () => {
    const error = await failureOf((async () => client({ authUrl: undefined }))());
    expect(error.code).to.equal('INSP_CONFIG_INVALID');
    expect(error.message).to.match(/^ironic\.authUrl: /);
  });
});
