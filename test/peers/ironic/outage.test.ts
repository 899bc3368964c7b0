import { expect } from 'chai';
import { createMachine } from '@inspector/simulator';
import { describePeer } from '../peer.js';
import { MachineRoom, ROOM_PROGRAMS } from './machine-room.js';

describePeer('an Ironic that is away for a while', ROOM_PROGRAMS, function () {
  this.timeout(120_000);
  let room: MachineRoom;
  before(async () => {
    room = await MachineRoom.open();
  });
  after(() => room.close());

  it('costs no introspection: the ramdisk is told to try again, and then succeeds', async () => {
    const machine = createMachine({ index: 200, driver: 'fake-hardware' });
    const uuid = await room.enrol(machine);
    await room.start(uuid);
    await room.reaches(uuid, 'waiting');

    await room.ironic.halt();
    expect(await room.report(machine)).to.equal(500);
    expect(await room.status(uuid)).to.deep.include({ state: 'waiting', error: null });
    const refused = await fetch(`${room.inspector.url}/v1/introspection/rack`, { method: 'POST' });
    expect(refused.status).to.equal(500);
    expect(await refused.text()).to.include('bare metal service cannot be reached');

    await room.ironic.resume();
    expect(await room.report(machine)).to.equal(200);
    await room.reaches(uuid, 'finished');
  });
});
