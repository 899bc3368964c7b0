import { expect } from 'chai';
import {
  createMachine,
  enroll,
  simulate,
  startFakeIronic,
  type FakeIronic,
  type Machine,
  type Simulation,
} from '../../src/index.js';
import { asking } from '../ironic/asking.js';
import { startReceiver, type Receiver } from './receiver.js';

describe('simulation', () => {
  let ironic: FakeIronic;
  let receiver: Receiver;
  let simulation: Simulation;

  const run = async (machines: Machine[], bootDelayMs = 0) => {
    ironic = await startFakeIronic();
    receiver = await startReceiver();
    for (const machine of machines) enroll(ironic, machine);
    simulation = simulate(ironic, machines, { inspectorUrl: receiver.url, bootDelayMs, retryDelayMs: 1 });
  };
  afterEach(async () => {
    await simulation.stop();
    await receiver.close();
    await ironic.close();
  });

  const power = async ({ uuid }: Machine, target: string, bootDevice = 'pxe') => {
    const ask = asking(ironic);
    await ask('PUT', `/v1/nodes/${uuid}/management/boot_device`, { boot_device: bootDevice });
    const changed = new Promise<void>((resolve) => {
      const stop = ironic.onPower((node) => {
        if (node.uuid !== uuid) return;
        stop();
        resolve();
      });
    });
    await ask('PUT', `/v1/nodes/${uuid}/states/power`, { target });
    await changed;
  };

  it('posts the payload of a machine that is rebooted to PXE', async () => {
    const machine = createMachine({ index: 1 });
    await run([machine, createMachine({ index: 2 })]);
    await power(machine, 'rebooting');
    await simulation.idle();
    expect(receiver.bodies).to.deep.equal([JSON.stringify(machine.payload)]);
    expect(simulation.results).to.have.lengthOf(1);
    expect(simulation.results[0]?.result.status).to.equal(200);
  });

  it('does not boot the ramdisk from disk', async () => {
    const machine = createMachine({ index: 1 });
    await run([machine]);
    await power(machine, 'rebooting', 'disk');
    await simulation.idle();
    expect(receiver.bodies).to.deep.equal([]);
  });

  it('stops a machine that is powered off while it boots', async () => {
    const machine = createMachine({ index: 1 });
    await run([machine], 60_000);
    await power(machine, 'power on');
    await power(machine, 'power off');
    await simulation.idle();
    expect(receiver.bodies).to.deep.equal([]);
  });

  it('posts twice at once, or never, when told', async () => {
    const [twice, silent] = [
      createMachine({ index: 1, posts: 2 }),
      createMachine({ index: 2, silent: true }),
    ];
    await run([twice, silent]);
    await power(twice, 'power on');
    await power(silent, 'power on');
    await simulation.idle();
    expect(receiver.bodies).to.deep.equal([twice, twice].map(({ payload }) => JSON.stringify(payload)));
  });

  it('boots by hand', async () => {
    const machine = createMachine({ index: 1 });
    await run([machine]);
    await simulation.boot(machine);
    expect(receiver.bodies).to.have.lengthOf(1);
  });

  it('ends machines that are still booting', async () => {
    const machine = createMachine({ index: 1 });
    await run([machine], 60_000);
    await power(machine, 'power on');
    await simulation.stop();
    expect(simulation.results).to.deep.equal([]);
  });
});
