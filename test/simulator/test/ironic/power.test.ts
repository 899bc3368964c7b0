import { expect } from 'chai';
import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { startFakeIronic, type FakeIronic } from '../../src/index.js';
import { asking } from './asking.js';

const UUID = '5d1b6ad4-0d1c-4b2b-8f4e-6a0b8a4d7e31';

describe('fake Ironic: power and boot device', () => {
  let fake: FakeIronic;
  let ask: ReturnType<typeof asking>;

  const start = async (powerDelayMs = 0) => {
    fake = await startFakeIronic({ powerDelayMs });
    ask = asking(fake);
    fake.addNode({ uuid: UUID });
  };
  afterEach(() => fake.close());

  const changed = async () => {
    const events = new EventEmitter();
    fake.onPower((node, target) => events.emit('power', node.power_state, target));
    return once(events, 'power');
  };

  for (const [target, state] of [
    ['rebooting', 'power on'],
    ['power on', 'power on'],
    ['power off', 'power off'],
    ['soft power off', 'power off'],
  ]) {
    it(`ends in "${state}" after "${target}"`, async () => {
      await start();
      const event = changed();
      expect((await ask('PUT', `/v1/nodes/${UUID}/states/power`, { target })).status).to.equal(202);
      expect(await event).to.deep.equal([state, target]);
      const { body } = await ask('GET', `/v1/nodes/${UUID}/states`);
      expect(body).to.include({ power_state: state, target_power_state: null, last_error: null });
    });
  }

  it('holds the node while the change takes time', async () => {
    await start(1000);
    const event = changed();
    await ask('PUT', `/v1/nodes/${UUID}/states/power`, { target: 'power on' });
    expect((await ask('GET', `/v1/nodes/${UUID}/states`)).body).to.include({
      power_state: 'power off',
      target_power_state: 'power on',
    });
    expect((await ask('PUT', `/v1/nodes/${UUID}/states/power`, { target: 'power off' })).status).to.equal(
      409,
    );
    await event;
    expect((await ask('PUT', `/v1/nodes/${UUID}/states/power`, { target: 'power off' })).status).to.equal(
      202,
    );
  });

  it('reports a machine that does not obey in last_error', async () => {
    await start();
    fake.hardware(UUID).powerFailure = 'BMC does not answer';
    await ask('PUT', `/v1/nodes/${UUID}/states/power`, { target: 'rebooting' });
    const { body } = await ask('GET', `/v1/nodes/${UUID}/states`);
    expect(body).to.include({
      power_state: 'error',
      last_error: "Failed to change power state to 'power on' by 'rebooting': BMC does not answer",
    });
  });

  it('refuses unknown and missing targets', async () => {
    await start();
    const refused = await ask('PUT', `/v1/nodes/${UUID}/states/power`, { target: 'explode' });
    expect(refused.status).to.equal(400);
    expect(refused.fault).to.contain('The requested action "explode" can not be performed on node');
    expect((await ask('PUT', `/v1/nodes/${UUID}/states/power`, {})).fault).to.equal(
      'Missing mandatory parameter: target',
    );
  });

  it('remembers the boot device', async () => {
    await start();
    const path = `/v1/nodes/${UUID}/management/boot_device`;
    expect((await ask('PUT', path, { boot_device: 'pxe', persistent: false })).status).to.equal(204);
    expect((await ask('GET', path)).body).to.deep.equal({ boot_device: 'pxe', persistent: false });
    expect((await ask('PUT', path, { boot_device: 'tape' })).fault).to.equal(
      'Invalid boot device tape specified.',
    );
    expect(fake.hardware(UUID).bootDevice).to.equal('pxe');
  });
});
