import { expect } from 'chai';
import { fault, ScriptedIronic, type Reply } from './scripted-ironic.js';
import { failureOf } from './failure.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
const PORT = '9a3c1f0e-5b7d-4a86-8c2f-0e1d2c3b4a59';
const MAC = '52:54:00:aa:bb:cc';

describe('versions of the bare metal API', () => {
  let ironic: ScriptedIronic;
  beforeEach(async () => {
    ironic = await new ScriptedIronic().start();
    ironic.on(`GET /v1/nodes/${NODE}`, { body: { uuid: NODE } });
    ironic.on(`GET /v1/ports/detail?node=${NODE}`, { body: { ports: [] } });
    ironic.on(`PUT /v1/nodes/${NODE}/traits/CUSTOM_A`, { status: 204 });
  });
  afterEach(() => ironic.stop());

  const asked = () =>
    ironic.seen
      .filter(({ path }) => path !== '/v1/')
      .map(({ headers }) => [headers['x-openstack-ironic-api-version'], headers['openstack-api-version']]);

  it('asks for the versions it was written for where the service is newer', async () => {
    const client = ironic.client();

    await client.getNode(NODE);
    await client.listNodePorts(NODE);
    await client.addTrait(NODE, 'CUSTOM_A');

    expect(asked()).to.deep.equal([
      ['1.76', 'baremetal 1.76'],
      ['1.34', 'baremetal 1.34'],
      ['1.37', 'baremetal 1.37'],
    ]);
  });

  it('asks for the newest of an older service', async () => {
    ironic.offer('1.31');
    const client = ironic.client();

    await client.getNode(NODE);
    await client.listNodePorts(NODE);

    expect(asked().map(([version]) => version)).to.deep.equal(['1.31', '1.31']);
  });

  it('asks for the oldest of a service that has none of the versions wanted', async () => {
    ironic.offer('1.120', '1.90');

    await ironic.client().getNode(NODE);

    expect(asked()[0]?.[0]).to.equal('1.90');
  });

  it('looks for versions once, also when many calls come at the same time', async () => {
    const client = ironic.client();

    await Promise.all([client.getNode(NODE), client.listNodePorts(NODE), client.getNode(NODE)]);
    await client.getNode(NODE);

    expect(ironic.seen.filter(({ path }) => path === '/v1/')).to.have.length(1);
  });

  it('looks again after it could not find out', async () => {
    ironic.on('GET /v1/', fault(500, 'starting'), {
      headers: { 'x-openstack-ironic-api-maximum-version': '1.82' },
    });
    ironic.on('GET /', fault(500, 'starting'));
    const client = ironic.client();

    expect((await failureOf(client.getNode(NODE))).code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
    expect((await client.getNode(NODE)).uuid).to.equal(NODE);
  });

  it('finds out anew when the service was replaced by an older one', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, fault(406, 'not acceptable'), { body: { uuid: NODE } });
    const client = ironic.client();
    const reading = client.getNode(NODE);
    ironic.offer('1.50');

    await reading;

    expect(ironic.seen.filter(({ path }) => path === '/v1/')).to.have.length(2);
  });

  const v1 = { id: 'v1', min_version: '1.1', version: '1.46' };
  const places: readonly [string, string, Reply][] = [
    ['the headers of /v1/', 'GET /v1/', { headers: { 'x-openstack-ironic-api-maximum-version': '1.46' } }],
    ['the body of /v1/', 'GET /v1/', { body: { id: 'v1', version: v1 } }],
    ['the list at the root', 'GET /', { body: { versions: [{ id: 'v0' }, v1] } }],
    ['the default at the root', 'GET /', { body: { default_version: v1, versions: [] } }],
  ];
  for (const [where, request, reply] of places) {
    it(`reads them from ${where}`, async () => {
      ironic.on('GET /v1/', { status: 404 });
      ironic.on(request, reply);

      await ironic.client().getNode(NODE);

      expect(ironic.seen.at(-1)?.headers['x-openstack-ironic-api-version']).to.equal('1.46');
    });
  }

  for (const newest of ['2.5', 'latest', '1.x', '', '1.1.1', '1.99999999999']) {
    it(`does not take ${JSON.stringify(newest)} for a version`, async () => {
      ironic.offer(newest);

      expect((await failureOf(ironic.client().getNode(NODE))).code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
    });
  }

  const features: readonly [
    string,
    string,
    (client: ReturnType<ScriptedIronic['client']>) => Promise<unknown>,
  ][] = [
    ['anything', '1.18', (c) => c.getNode(NODE)],
    ['traits', '1.36', (c) => c.addTrait(NODE, 'CUSTOM_A')],
    ['removing traits', '1.36', (c) => c.removeTrait(NODE, 'CUSTOM_A')],
    [
      'resetting interfaces',
      '1.44',
      (c) => c.patchNode(NODE, [{ op: 'add', path: '/driver', value: 'a' }], { resetInterfaces: true }),
    ],
    [
      'physical networks',
      '1.33',
      (c) => c.patchPort(PORT, [{ op: 'add', path: '/physical_network', value: 'a' }]),
    ],
  ];
  for (const [feature, newest, use] of features) {
    it(`says that ${feature} need more than ${newest}, and sends nothing`, async () => {
      ironic.offer(newest);

      const error = await failureOf(use(ironic.client()));

      expect(error.code).to.equal('INSP_BAREMETAL_TOO_OLD');
      expect(error.message).to.include(`at most ${newest}`);
      expect(ironic.calls).to.deep.equal([]);
    });
  }

  const driver = [{ op: 'add', path: '/driver', value: 'redfish' }] as const;
  for (const [newest, query] of [
    ['1.44', ''],
    ['1.45', '?reset_interfaces=True'],
  ]) {
    it(`changes a driver on ${newest} with "${query}" when the reset is optional`, async () => {
      ironic.offer(String(newest));
      ironic.on(`PATCH /v1/nodes/${NODE}${query}`, { body: { uuid: NODE, driver: 'redfish' } });

      const options = { resetInterfaces: true, resetOptional: true };
      const node = await ironic.client().patchNode(NODE, driver, options);

      expect(node.driver).to.equal('redfish');
      expect(ironic.calls).to.deep.equal([`PATCH /v1/nodes/${NODE}${query}`]);
    });
  }

  it('tells why a driver is refused, and does not ask again without the reset', async () => {
    ironic.offer('1.45');
    const path = `PATCH /v1/nodes/${NODE}?reset_interfaces=True`;
    ironic.on(path, { status: 400, body: { error_message: { faultstring: 'no such driver' } } });

    const options = { resetInterfaces: true, resetOptional: true };
    const error = await failureOf(ironic.client().patchNode(NODE, driver, options));

    expect(error.message).to.include('no such driver');
    expect(ironic.calls).to.deep.equal([path]);
  });

  it('manages ports without physical network on a service that has none', async () => {
    ironic.offer('1.19');
    ironic.on('POST /v1/ports', { status: 201, body: { uuid: PORT, address: MAC } });

    const port = await ironic
      .client()
      .createPort({ node_uuid: NODE, address: MAC, pxe_enabled: true, extra: {} });

    expect(port?.uuid).to.equal(PORT);
  });
});
