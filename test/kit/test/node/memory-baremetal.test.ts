import { expect } from 'chai';
import type { InspectorError } from '@inspector/plugin-api';
import { NODE_UUID, createWorld, type World } from '../../src/index.js';

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: InspectorError) => error.code,
  );

describe('bare metal service in memory', () => {
  let world: World;
  beforeEach(() => {
    world = createWorld({ node: { name: 'one' }, ports: ['52:54:00:00:00:01'] });
  });

  it('finds nodes and ports', async () => {
    const { baremetal } = world;
    expect((await baremetal.getNode('one', ['uuid'])).uuid).to.equal(NODE_UUID);
    expect(await baremetal.listNodes(['uuid', 'name'])).to.deep.equal([{ uuid: NODE_UUID, name: 'one' }]);
    expect(await baremetal.findPorts('52:54:00:00:00:01')).to.have.lengthOf(1);
    expect(await baremetal.findPorts('52:54:00:00:00:99')).to.deep.equal([]);
    expect(await baremetal.listPorts()).to.deep.equal([{ address: '52:54:00:00:00:01', extra: {} }]);
  });

  it('gives each failure the code of the real one', async () => {
    const { baremetal } = world;
    expect(await codeOf(baremetal.getNode('nobody'))).to.equal('INSP_NODE_NOT_FOUND');
    expect(await codeOf(baremetal.getNode('bad name!'))).to.equal('INSP_BAD_REQUEST');
    expect(await codeOf(baremetal.addTrait(NODE_UUID, 'small'))).to.equal('INSP_BAREMETAL_REJECTED');
    expect(await codeOf(baremetal.removeTrait(NODE_UUID, 'CUSTOM_NONE'))).to.equal('no error');
    expect(await codeOf(baremetal.deletePort('0d1f4f9a-5b8e-4d0a-9a53-2f61c7f3a9b5'))).to.equal('no error');
  });

  it('switches power, sets the boot device and says whether power is valid', async () => {
    const { baremetal, fleet } = world;
    await baremetal.setBootDevice(NODE_UUID, 'pxe', false);
    await baremetal.setPowerState(NODE_UUID, 'rebooting');
    expect(fleet.hardware(NODE_UUID).bootDevice).to.equal('pxe');
    expect((await baremetal.getNode(NODE_UUID)).power_state).to.equal('power on');
    expect(await baremetal.validatePower(NODE_UUID)).to.deep.equal({ ok: true });
    fleet.hardware(NODE_UUID).validation['power'] = { result: false, reason: 'no BMC' };
    expect(await baremetal.validatePower(NODE_UUID)).to.deep.equal({ ok: false, reason: 'no BMC' });
  });

  it('creates nodes and tells when a MAC is taken', async () => {
    const { baremetal } = world;
    const { uuid } = await baremetal.createNode({ driver: 'ipmi' });
    const port = { node_uuid: uuid, address: '52:54:00:00:00:01', pxe_enabled: true, extra: {} };
    expect(await baremetal.createPort(port)).to.equal(undefined);
    expect(await baremetal.createPort({ ...port, address: '52:54:00:00:00:02' })).to.include({
      node_uuid: uuid,
    });
  });
});
