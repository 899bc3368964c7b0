import { expect } from 'chai';
import { createMachine, loadPayload, PAYLOADS, type JsonObject } from '@inspector/simulator';
import { describePeer } from '../peer.js';
import { MachineRoom, ROOM_PROGRAMS } from './machine-room.js';

/** The hooks that are not enabled by default. */
const OPTIONAL_HOOKS = [
  'extra_hardware',
  'raid_device',
  'lldp_basic',
  'local_link_connection',
  'physnet_cidr_map',
  'accelerators',
];

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
        processingHooks: ['$default_processing_hooks', ...OPTIONAL_HOOKS],
        addPorts: 'all',
        storeData: 'database',
      },
      capabilities: { bootMode: true },
      // the networks of the cards in the payloads
      portPhysnet: { cidrMap: ['192.168.0.0/16:storage', '172.16.0.0/12:provision'] },
      pciDevices: { alias: [{ vendor_id: '8086', product_id: '10f8', name: 'nic10g' }] },
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

  it('tells Ironic to which switch and network a card is connected, and what the processor can', async () => {
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

    const ports = await room.ports(uuid);
    const connections = ports.map(({ address, local_link_connection }) => [address, local_link_connection]);
    expect(connections).to.have.deep.members([
      [machine.macs[0], { switch_id: '04:11:22:33:aa:bb', port_id: 'Ethernet1/7' }],
      [machine.macs[1], {}],
    ]);
    const networks = ports.map(({ address, physical_network }) => [address, physical_network]);
    expect(networks).to.have.deep.members([
      [machine.macs[0], 'provision'],
      [machine.macs[1], 'storage'],
    ]);
    expect((await room.node(uuid)).properties['capabilities']).to.include('cpu_vt:true');
  });
});

interface Inventory {
  readonly cpu: { readonly count: number; readonly architecture: string };
  readonly memory: { readonly physical_mb: number };
}
