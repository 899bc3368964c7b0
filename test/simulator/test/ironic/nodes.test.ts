import { expect } from 'chai';
import { startFakeIronic, type FakeIronic } from '../../src/index.js';
import { asking } from './asking.js';

const UUID = '5d1b6ad4-0d1c-4b2b-8f4e-6a0b8a4d7e01';

describe('fake Ironic: nodes', () => {
  let fake: FakeIronic;
  let ask: ReturnType<typeof asking>;

  beforeEach(async () => {
    fake = await startFakeIronic();
    ask = asking(fake);
    fake.addNode({
      uuid: UUID,
      name: 'rack1-u7',
      driver_info: { ipmi_address: '10.0.0.7', ipmi_password: 'x' },
    });
  });
  afterEach(() => fake.close());

  it('finds a node by UUID and by name', async () => {
    expect((await ask('GET', `/v1/nodes/${UUID}`)).body).to.include({ uuid: UUID, name: 'rack1-u7' });
    expect((await ask('GET', '/v1/nodes/rack1-u7')).body).to.include({ uuid: UUID });
  });

  it('masks passwords', async () => {
    const { body } = await ask('GET', `/v1/nodes/${UUID}`);
    expect(body).to.have.deep.property('driver_info', { ipmi_address: '10.0.0.7', ipmi_password: '******' });
  });

  it('sends only the fields asked for', async () => {
    const { body } = await ask('GET', `/v1/nodes/${UUID}?fields=uuid,provision_state`);
    expect(body).to.have.all.keys('uuid', 'provision_state', 'links');
  });

  it('names the field it does not have', async () => {
    const reply = await ask('GET', `/v1/nodes/${UUID}?fields=uuid,colour`);
    expect(reply).to.include({ status: 400, fault: 'Field colour is not a valid field.' });
  });

  it('answers 404 for a node that does not exist and 400 for what cannot be a name', async () => {
    expect(await ask('GET', '/v1/nodes/nobody')).to.include({
      status: 404,
      fault: 'Node nobody could not be found.',
    });
    expect(await ask('GET', '/v1/nodes/bad!name')).to.include({
      status: 400,
      fault: 'Expected UUID or name for node: bad!name',
    });
  });

  it('creates a node in state enroll and says where it is', async () => {
    const reply = await ask('POST', '/v1/nodes', {
      driver: 'ipmi',
      driver_info: { ipmi_address: '192.0.2.77' },
    });
    expect(reply.status).to.equal(201);
    expect(reply.body).to.include({ provision_state: 'enroll', driver: 'ipmi' });
    expect(reply.headers.get('location')).to.equal(`${fake.url}/v1/nodes/${String(reply.body['uuid'])}`);
    expect(fake.nodes.get(reply.body['uuid']!)).to.have.nested.property(
      'driver_info.ipmi_address',
      '192.0.2.77',
    );
  });

  const refusedCreations: [string, object, number, string][] = [
    ['without driver', {}, 400, "Schema error for node: 'driver' is a required property"],
    [
      'with an unknown driver',
      { driver: 'abacus' },
      400,
      'No valid host was found. Reason: No conductor service',
    ],
    ['with an unknown field', { driver: 'ipmi', colour: 1 }, 400, "('colour' was unexpected)"],
    [
      'with a taken name',
      { driver: 'ipmi', name: 'rack1-u7' },
      409,
      'A node with name rack1-u7 already exists.',
    ],
    ['with a taken UUID', { driver: 'ipmi', uuid: UUID }, 409, `A node with UUID ${UUID} already exists.`],
  ];
  for (const [what, body, status, text] of refusedCreations) {
    it(`refuses to create a node ${what}`, async () => {
      const reply = await ask('POST', '/v1/nodes', body);
      expect(reply.status).to.equal(status);
      expect(reply.fault).to.contain(text);
      expect(fake.nodes).to.have.lengthOf(1);
    });
  }

  it('adds, reads and removes traits', async () => {
    expect((await ask('PUT', `/v1/nodes/${UUID}/traits/CUSTOM_GPU`)).status).to.equal(204);
    expect((await ask('PUT', `/v1/nodes/${UUID}/traits/CUSTOM_GPU`)).status).to.equal(204);
    expect((await ask('GET', `/v1/nodes/${UUID}/traits`)).body).to.deep.equal({ traits: ['CUSTOM_GPU'] });
    expect((await ask('DELETE', `/v1/nodes/${UUID}/traits/CUSTOM_GPU`)).status).to.equal(204);
    expect(await ask('DELETE', `/v1/nodes/${UUID}/traits/CUSTOM_GPU`)).to.include({
      status: 404,
      fault: `Node ${UUID} doesn't have a trait 'CUSTOM_GPU'`,
    });
    expect((await ask('PUT', `/v1/nodes/${UUID}/traits/gpu`)).status).to.equal(400);
  });

  it('says whether power can be used', async () => {
    expect((await ask('GET', `/v1/nodes/${UUID}/validate`)).body['power']).to.deep.equal({ result: true });
    fake.hardware(UUID).validation['power'] = { result: false, reason: 'no address' };
    const { body } = await ask('GET', `/v1/nodes/${UUID}/validate`);
    expect(body['power']).to.deep.equal({ result: false, reason: 'no address' });
  });

  it('refuses every change of a locked node with 409 and still shows it', async () => {
    fake.lock(UUID, 'conductor-3');
    const changes: [string, string, unknown?][] = [
      ['PATCH', `/v1/nodes/${UUID}`, [{ op: 'add', path: '/extra/x', value: 1 }]],
      ['PUT', `/v1/nodes/${UUID}/states/power`, { target: 'power off' }],
      ['PUT', `/v1/nodes/${UUID}/management/boot_device`, { boot_device: 'pxe' }],
      ['PUT', `/v1/nodes/${UUID}/traits/CUSTOM_X`],
      ['POST', '/v1/ports', { node_uuid: UUID, address: '52:54:00:00:00:01' }],
      ['DELETE', `/v1/nodes/${UUID}`],
    ];
    for (const [method, path, body] of changes) {
      const reply = await ask(method, path, body);
      expect(reply.status, `${method} ${path}`).to.equal(409);
      expect(reply.fault).to.equal(
        `Node ${UUID} is locked by host conductor-3, please retry after the current operation is completed.`,
      );
    }
    expect((await ask('GET', `/v1/nodes/${UUID}`)).body).to.include({ reservation: 'conductor-3' });
    fake.unlock(UUID);
    expect((await ask('DELETE', `/v1/nodes/${UUID}`)).status).to.equal(204);
  });

  it('answers unknown paths 404 and unknown methods 405', async () => {
    expect((await ask('GET', '/v1/volumes')).status).to.equal(404);
    expect((await ask('PUT', `/v1/nodes/${UUID}`, {})).status).to.equal(405);
  });
});
