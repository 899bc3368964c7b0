import { expect } from 'chai';
import { createMachine } from '@inspector/simulator';
import { describePeer } from '../peer.js';
import { MachineRoom, ROOM_PROGRAMS } from './machine-room.js';

describePeer('machines a real Ironic does not know', ROOM_PROGRAMS, function () {
  this.timeout(120_000);
  let room: MachineRoom;
  before(async () => {
    room = await MachineRoom.open({
      processing: { nodeNotFoundHook: 'enroll' },
      discovery: { enrollNodeDriver: 'fake-hardware', enrollNodeFields: { resource_class: 'found' } },
    });
  });
  after(() => room.close());

  it('are enrolled with driver, BMC address and ports', async () => {
    const machine = createMachine({ index: 301, payload: 'dell-m630-bios' });

    expect(await room.report(machine)).to.equal(200);

    const [uuid, ...others] = await room.nodesWithBmc(machine.bmcAddress);
    expect(others).to.deep.equal([]);
    await room.reaches(uuid ?? '', 'finished');
    const node = await room.node(uuid ?? '');
    expect(node).to.include({ driver: 'fake-hardware', resource_class: 'found', provision_state: 'enroll' });
    expect(node.properties).to.include({ cpus: '48', cpu_arch: 'x86_64' });
    expect(await room.macs(uuid ?? '')).to.deep.equal([machine.pxeMac]);
  });

  it('are enrolled once, also when they post twice at the same moment', async () => {
    const machine = createMachine({ index: 302, payload: 'dell-m630-bios' });

    const statuses = await Promise.all([room.report(machine), room.report(machine)]);

    expect(statuses).to.include(200);
    const [uuid, ...others] = await room.nodesWithBmc(machine.bmcAddress);
    expect(others).to.deep.equal([]);
    await room.reaches(uuid ?? '', 'finished');
    expect(await room.macs(uuid ?? '')).to.deep.equal([machine.pxeMac]);
  });
});
