import { expect } from 'chai';
import { startFakeIronic, type FakeIronic } from '../../src/index.js';
import { asking } from './asking.js';

const UUID = '5d1b6ad4-0d1c-4b2b-8f4e-6a0b8a4d7e21';

describe('fake Ironic: versions and credentials', () => {
  let fake: FakeIronic;

  beforeEach(async () => {
    fake = await startFakeIronic({ maxVersion: 60 });
    fake.addNode({ uuid: UUID, name: 'one' });
  });
  afterEach(() => fake.close());

  it('names its range in headers and documents', async () => {
    const reply = await asking(fake, 50)('GET', '/v1/nodes');
    expect(reply.headers.get('x-openstack-ironic-api-minimum-version')).to.equal('1.1');
    expect(reply.headers.get('x-openstack-ironic-api-maximum-version')).to.equal('1.60');
    expect(reply.headers.get('x-openstack-ironic-api-version')).to.equal('1.50');
    const root = await asking(fake, 1)('GET', '/');
    expect(root.body['default_version']).to.include({ min_version: '1.1', version: '1.60' });
  });

  it('refuses versions outside the range', async () => {
    expect(await asking(fake, 76)('GET', '/v1/nodes')).to.include({
      status: 406,
      fault:
        'Version 1.76 was requested but the minor version is not supported by this service. ' +
        'The supported version range is: [1.1, 1.60].',
    });
    expect((await asking(fake, 'x')('GET', '/v1/nodes')).status).to.equal(406);
  });

  it('speaks the oldest version without a header', async () => {
    const response = await fetch(`${fake.url}/v1/nodes/${UUID}`);
    expect(await response.json()).to.not.have.any.keys('name', 'traits', 'resource_class');
  });

  it('hides what is newer than the version asked for', async () => {
    expect((await asking(fake, 4)('GET', '/v1/nodes/one')).status).to.equal(404);
    expect((await asking(fake, 7)('GET', '/v1/nodes?fields=uuid')).status).to.equal(406);
    expect((await asking(fake, 36)('GET', `/v1/nodes/${UUID}/traits`)).status).to.equal(406);
    const driver = [{ op: 'add', path: '/driver', value: 'ipmi' }];
    const reset = await asking(fake, 44)('PATCH', `/v1/nodes/${UUID}?reset_interfaces=True`, driver);
    expect(reset.status).to.equal(406);
    const port = { node_uuid: UUID, address: '52:54:00:00:00:01', physical_network: 'a' };
    expect((await asking(fake, 33)('POST', '/v1/ports', port)).status).to.equal(406);
    expect((await asking(fake, 34)('POST', '/v1/ports', port)).status).to.equal(201);
  });

  it('lets in only who knows the password', async () => {
    const closed = await startFakeIronic({ credentials: { basic: { username: 'u', password: 'p' } } });
    try {
      const authorization = `Basic ${Buffer.from('u:p').toString('base64')}`;
      const refused = await fetch(`${closed.url}/v1/nodes`);
      expect(refused.status).to.equal(401);
      expect(refused.headers.get('www-authenticate')).to.match(/^Basic /);
      const welcome = await fetch(`${closed.url}/v1/nodes`, { headers: { authorization } });
      expect(welcome.status).to.equal(200);
    } finally {
      await closed.close();
    }
  });

  it('asks its owner about tokens', async () => {
    const valid = new Set(['good']);
    const closed = await startFakeIronic({ credentials: { token: (token) => valid.has(token) } });
    try {
      const get = async (token: string) =>
        (await fetch(`${closed.url}/v1/nodes`, { headers: { 'X-Auth-Token': token } })).status;
      expect([await get('good'), await get('bad')]).to.deep.equal([200, 401]);
      valid.clear();
      expect(await get('good')).to.equal(401);
    } finally {
      await closed.close();
    }
  });
});
