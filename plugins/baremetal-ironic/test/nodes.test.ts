import { expect } from 'chai';
import { fault, ScriptedIronic } from './scripted-ironic.js';
import { failureOf } from './failure.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';

describe('nodes of Ironic', () => {
  let ironic: ScriptedIronic;
  beforeEach(async () => {
    ironic = await new ScriptedIronic().start();
  });
  afterEach(() => ironic.stop());

  it('reads a node by name, with all that Ironic says about it', async () => {
    const node = {
      uuid: NODE,
      name: 'rack 1',
      driver_info: { ipmi_address: '192.0.2.1' },
      chassis_uuid: null,
    };
    ironic.on('GET /v1/nodes/rack%201', { body: node });

    expect(await ironic.client().getNode('rack 1')).to.deep.equal(node);
  });

  it('asks for the fields wanted and the UUID', async () => {
    ironic.on('GET /v1/nodes/one?fields=uuid%2Cprovision_state', {
      body: { uuid: NODE, provision_state: 'active' },
    });

    const node = await ironic.client().getNode('one', ['provision_state']);

    expect(node).to.deep.equal({ uuid: NODE, provision_state: 'active' });
  });

  it('says when Ironic does not know a node', async () => {
    ironic.on('GET /v1/nodes/nope', fault(404, 'Node nope could not be found.'));

    const error = await failureOf(ironic.client().getNode('nope'));

    expect(error).to.include({ code: 'INSP_NODE_NOT_FOUND', message: 'Node nope was not found in Ironic' });
    expect(error.status).to.equal(404);
  });

  it('passes on what Ironic finds wrong with an identifier', async () => {
    ironic.on('GET /v1/nodes/a%3Fb', fault(400, 'Expected UUID or name for node: a?b'));

    const error = await failureOf(ironic.client().getNode('a?b'));

    expect(error.code).to.equal('INSP_BAD_REQUEST');
    expect(error.message).to.match(/^Cannot get node a\?b: .*Expected UUID or name for node: a\?b$/);
  });

  it('know no node with the name of a list', async () => {
    const error = await failureOf(ironic.client().getNode('detail'));
    expect(error).to.include({ code: 'INSP_NODE_NOT_FOUND', message: 'Node detail was not found in Ironic' });
  });

  for (const id of ['', '.', '..', '../ports', 'a/states']) {
    it(`does not let the identifier ${JSON.stringify(id)} reach another resource`, async () => {
      const error = await failureOf(ironic.client().getNode(id));

      expect(error.code).to.equal('INSP_BAD_REQUEST');
      expect(ironic.calls).to.deep.equal([]);
    });
  }

  it('lists nodes with the fields wanted', async () => {
    const nodes = [{ uuid: NODE, driver_info: {} }];
    ironic.on('GET /v1/nodes?fields=uuid%2Cdriver_info', { body: { nodes } });

    expect(await ironic.client().listNodes(['uuid', 'driver_info'])).to.deep.equal(nodes);
  });

  const verdicts = [
    { power: { result: true, reason: null }, expected: { ok: true } },
    { power: { result: true }, expected: { ok: true } },
    { power: { result: false, reason: 'no address' }, expected: { ok: false, reason: 'no address' } },
    { power: { result: null, reason: 'not supported' }, expected: { ok: false, reason: 'not supported' } },
    { power: {}, expected: { ok: false } },
  ];
  for (const { power, expected } of verdicts) {
    it(`takes the power verdict ${JSON.stringify(power)} as ${JSON.stringify(expected)}`, async () => {
      ironic.on(`GET /v1/nodes/${NODE}/validate`, { body: { boot: { result: false }, power } });

      expect(await ironic.client().validatePower(NODE)).to.deep.equal(expected);
    });
  }

  it('sets the boot device', async () => {
    ironic.on(`PUT /v1/nodes/${NODE}/management/boot_device`, { status: 204 });

    await ironic.client().setBootDevice(NODE, 'pxe', false);

    expect(ironic.seen.at(-1)?.body).to.deep.equal({ boot_device: 'pxe', persistent: false });
  });

  it('asks for power changes', async () => {
    ironic.on(`PUT /v1/nodes/${NODE}/states/power`, { status: 202 });
    const client = ironic.client();

    await client.setPowerState(NODE, 'rebooting');
    await client.setPowerState(NODE, 'power off');

    expect(ironic.seen.slice(-2).map(({ body }) => body)).to.deep.equal([
      { target: 'rebooting' },
      { target: 'power off' },
    ]);
  });

  it('patches a node and answers the node as it is then', async () => {
    ironic.on(`PATCH /v1/nodes/${NODE}`, { body: { uuid: NODE, properties: { cpus: '8' } } });

    const node = await ironic.client().patchNode(NODE, [
      { op: 'add', path: '/properties/cpus', value: '8' },
      { op: 'remove', path: '/extra/a' },
    ]);

    expect(node.properties).to.deep.equal({ cpus: '8' });
    expect(ironic.seen.at(-1)?.headers['content-type']).to.equal('application/json');
    expect(ironic.seen.at(-1)?.body).to.deep.equal([
      { op: 'add', path: '/properties/cpus', value: '8' },
      { op: 'remove', path: '/extra/a' },
    ]);
  });

  it('sends null as a value', async () => {
    ironic.on(`PATCH /v1/nodes/${NODE}`, { body: { uuid: NODE } });

    await ironic.client().patchNode(NODE, [{ op: 'add', path: '/extra/a', value: null }]);

    expect(ironic.seen.at(-1)?.body).to.deep.equal([{ op: 'add', path: '/extra/a', value: null }]);
  });

  it('sends no patch that changes nothing', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, { body: { uuid: NODE } });

    expect(await ironic.client().patchNode(NODE, [])).to.deep.equal({ uuid: NODE });
    expect(ironic.calls).to.deep.equal([`GET /v1/nodes/${NODE}`]);
  });

  it('resets interfaces along with the driver when told to', async () => {
    ironic.on(`PATCH /v1/nodes/${NODE}?reset_interfaces=True`, { body: { uuid: NODE, driver: 'redfish' } });

    const node = await ironic
      .client()
      .patchNode(NODE, [{ op: 'add', path: '/driver', value: 'redfish' }], { resetInterfaces: true });

    expect(node.driver).to.equal('redfish');
  });

  it('enrolls a node', async () => {
    const fields = { driver: 'ipmi', driver_info: { ipmi_address: '192.0.2.77' } };
    ironic.on('POST /v1/nodes', { status: 201, body: { uuid: NODE, ...fields } });

    expect((await ironic.client().createNode(fields)).uuid).to.equal(NODE);
    expect(ironic.seen.at(-1)?.body).to.deep.equal(fields);
  });

  it('adds and removes traits', async () => {
    ironic.on(`PUT /v1/nodes/${NODE}/traits/CUSTOM_A`, { status: 204 });
    ironic.on(`DELETE /v1/nodes/${NODE}/traits/CUSTOM_A`, { status: 204 });
    const client = ironic.client();

    await client.addTrait(NODE, 'CUSTOM_A');
    await client.removeTrait(NODE, 'CUSTOM_A');

    expect(ironic.calls).to.deep.equal([
      `PUT /v1/nodes/${NODE}/traits/CUSTOM_A`,
      `DELETE /v1/nodes/${NODE}/traits/CUSTOM_A`,
    ]);
  });

  it('is content when a trait to remove is not there', async () => {
    ironic.on(`DELETE /v1/nodes/${NODE}/traits/CUSTOM_A`, fault(404, 'no such trait'));

    await ironic.client().removeTrait(NODE, 'CUSTOM_A');

    expect(ironic.calls).to.have.length(1);
  });

  it('tells a refusal with the address and the words of Ironic', async () => {
    ironic.on(`PATCH /v1/nodes/${NODE}`, fault(400, 'Adding a new attribute to the root is not allowed'));

    const error = await failureOf(
      ironic.client().patchNode(NODE, [{ op: 'add', path: '/nonsense', value: 1 }]),
    );

    expect(error.code).to.equal('INSP_BAREMETAL_REJECTED');
    expect(error.message).to.equal(
      `Client Error for url: ${ironic.url}/v1/nodes/${NODE}, Adding a new attribute to the root is not allowed`,
    );
    expect(error.cause).to.deep.equal({
      httpStatus: 400,
      fault: 'Adding a new attribute to the root is not allowed',
    });
  });
});
