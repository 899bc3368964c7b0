import { expect } from 'chai';
import { fault, locked, ScriptedIronic } from './scripted-ironic.js';
import { failureOf } from './failure.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
const PORT = '9a3c1f0e-5b7d-4a86-8c2f-0e1d2c3b4a59';
const MAC = '52:54:00:aa:bb:cc';
const newPort = { node_uuid: NODE, address: MAC, pxe_enabled: true, extra: {} };

describe('ports of Ironic', () => {
  let ironic: ScriptedIronic;
  beforeEach(async () => {
    ironic = await new ScriptedIronic().start();
  });
  afterEach(() => ironic.stop());

  it('lists the ports of a node with MACs in one spelling', async () => {
    ironic.on(`GET /v1/ports/detail?node=${NODE}`, {
      body: {
        ports: [
          { uuid: PORT, address: '52:54:00:AA:BB:CC', pxe_enabled: false },
          { uuid: NODE, address: '52-54-00-DD-EE-FF' },
        ],
      },
    });

    const ports = await ironic.client().listNodePorts(NODE);

    expect(ports.map(({ address }) => address)).to.deep.equal([MAC, '52:54:00:dd:ee:ff']);
    expect(ports[0]?.pxe_enabled).to.equal(false);
  });

  it('says when the node of the ports does not exist', async () => {
    ironic.on(`GET /v1/ports/detail?node=${NODE}`, fault(404, `Node ${NODE} could not be found.`));

    expect((await failureOf(ironic.client().listNodePorts(NODE))).code).to.equal('INSP_NODE_NOT_FOUND');
  });

  it('lists MACs of all ports for the PXE filter', async () => {
    ironic.on('GET /v1/ports?fields=address%2Cextra', {
      body: { ports: [{ address: MAC.toUpperCase(), extra: { 'client-id': 'ff:00' } }] },
    });

    expect(await ironic.client().listPorts()).to.deep.equal([
      { address: MAC, extra: { 'client-id': 'ff:00' } },
    ]);
  });

  it('finds who has a MAC', async () => {
    ironic.on(`GET /v1/ports?address=${encodeURIComponent(MAC)}&fields=uuid%2Cnode_uuid`, {
      body: { ports: [{ uuid: PORT, node_uuid: NODE }] },
    });

    expect(await ironic.client().findPorts(MAC.toUpperCase())).to.deep.equal([
      { uuid: PORT, node_uuid: NODE, address: MAC },
    ]);
  });

  it('creates a port', async () => {
    ironic.on('POST /v1/ports', { status: 201, body: { uuid: PORT, ...newPort } });

    expect((await ironic.client().createPort(newPort))?.uuid).to.equal(PORT);
    expect(ironic.seen.at(-1)?.body).to.deep.equal(newPort);
  });

  it('answers nothing, at once, when another port has the MAC', async () => {
    ironic.on('POST /v1/ports', fault(409, `A port with MAC address ${MAC} already exists.`));

    expect(await ironic.client().createPort(newPort)).to.equal(undefined);
    expect(ironic.calls).to.have.length(1);
    expect(ironic.waits).to.deep.equal([]);
  });

  it('waits for a locked node before it creates a port', async () => {
    ironic.on('POST /v1/ports', locked, { status: 201, body: { uuid: PORT, ...newPort } });

    expect((await ironic.client().createPort(newPort))?.uuid).to.equal(PORT);
  });

  it('fails, instead of taking the MAC for taken, when the node stays locked', async () => {
    ironic.on('POST /v1/ports', locked);

    const error = await failureOf(ironic.client().createPort(newPort));

    expect(error.code).to.equal('INSP_BAREMETAL_REJECTED');
    expect(error.message).to.match(/locked/);
  });

  it('patches a port', async () => {
    ironic.on(`PATCH /v1/ports/${PORT}`, { body: { uuid: PORT, address: MAC, pxe_enabled: false } });

    const port = await ironic
      .client()
      .patchPort(PORT, [{ op: 'replace', path: '/pxe_enabled', value: false }]);

    expect(port).to.deep.equal({ uuid: PORT, address: MAC, pxe_enabled: false });
  });

  it('tells what Ironic dislikes about a change of a port', async () => {
    ironic.on(`PATCH /v1/ports/${PORT}`, fault(400, 'not a valid switch id'));

    const error = await failureOf(
      ironic.client().patchPort(PORT, [{ op: 'add', path: '/local_link_connection/switch_id', value: 'x' }]),
    );

    expect(error.code).to.equal('INSP_BAREMETAL_REJECTED');
    expect(error.cause).to.deep.equal({ httpStatus: 400, fault: 'not a valid switch id' });
  });

  it('deletes a port', async () => {
    ironic.on(`DELETE /v1/ports/${PORT}`, { status: 204 });

    await ironic.client().deletePort(PORT);

    expect(ironic.calls).to.deep.equal([`DELETE /v1/ports/${PORT}`]);
  });

  it('is content when a port to delete is gone', async () => {
    ironic.on(`DELETE /v1/ports/${PORT}`, fault(404, 'gone'));

    await ironic.client().deletePort(PORT);

    expect(ironic.calls).to.have.length(1);
  });
});
