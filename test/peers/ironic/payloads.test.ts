import { expect } from 'chai';
import { createMachine, loadPayload, PAYLOADS, type JsonObject } from '@inspector/simulator';
import { describePeer } from '../peer.js';
import { MachineRoom, ROOM_PROGRAMS } from './machine-room.js';

/** What a switch says about itself: chassis 04:11:22:33:aa:bb, port Ethernet1/7. */
const LLDP = [
  [1, '0404112233aabb'],
  [2, `05${Buffer.from('Ethernet1/7').toString('hex')}`],
];

describePeer('payloads of real machines with a real Ironic', ROOM_PROGRAMS, function () {
  this.timeout(180_000);
  let room: MachineRoom;
  before(async () => {
    room = await MachineRoom.open({
      processing: {
        processingHooks: ['$default_processing_hooks', 'lldp_basic', 'local_link_connection'],
        addPorts: 'all',
        storeData: 'database',
      },
      capabilities: { bootMode: true },
    });
  });
  after(() => room.close());

  for (const [index, payload] of PAYLOADS.entries()) {
    it(`${payload} is processed by all hooks and shows in Ironic`, async () => {
      const machine = createMachine({ index: 100 + index, payload, driver: 'fake-hardware' });
      const uuid = await room.enrol(machine);

      await room.start(uuid);
      await room.reaches(uuid, 'waiting');
      expect(await room.report(machine)).to.equal(200);
      expect((await room.reaches(uuid, 'finished')).error).to.equal(null);

      const { properties, power_state } = await room.node(uuid);
      const { cpu, memory } = (loadPayload(payload) as unknown as { inventory: Inventory }).inventory;
      expect(properties).to.include({
        cpus: String(cpu.count),
        cpu_arch: cpu.architecture,
        memory_mb: String(memory.physical_mb),
      });
      expect(Number(properties['local_gb'])).to.be.greaterThan(0);
      expect(power_state).to.equal('power off');
      expect(await room.macs(uuid)).to.have.members([...machine.macs]);
    });
  }

  it('tells Ironic which port of which switch a card is connected to', async () => {
    const payload = loadPayload('kvm-2nic-extra-hardware') as { inventory: { interfaces: object[] } };
    Object.assign(payload.inventory.interfaces[0] ?? {}, { lldp: LLDP });
    const machine = createMachine({
      index: 110,
      payload: payload as unknown as JsonObject,
      driver: 'fake-hardware',
    });
    const uuid = await room.enrol(machine);

    await room.start(uuid);
    await room.reaches(uuid, 'waiting');
    expect(await room.report(machine)).to.equal(200);
    await room.reaches(uuid, 'finished');

    const connections = (await room.ports(uuid)).map(({ address, local_link_connection }) => [
      address,
      local_link_connection,
    ]);
    expect(connections).to.have.deep.members([
      [machine.macs[0], { switch_id: '04:11:22:33:aa:bb', port_id: 'Ethernet1/7' }],
      [machine.macs[1], {}],
    ]);
  });
});

interface Inventory {
  readonly cpu: { readonly count: number; readonly architecture: string };
  readonly memory: { readonly physical_mb: number };
}
