import { expect } from 'chai';
import { createMachine } from '@inspector/simulator';
import { describePeer } from '../peer.js';
import { MachineRoom, ROOM_PROGRAMS, type Status } from './machine-room.js';

describePeer('introspection with a real Ironic and real clients', ROOM_PROGRAMS, function () {
  this.timeout(180_000);
  let room: MachineRoom;
  before(async () => {
    room = await MachineRoom.open();
  });
  after(() => room.close());

  it('is started, watched and read with openstacksdk, and shows in Ironic', async () => {
    const machine = createMachine({ index: 1, payload: 'dell-m630-bios', driver: 'fake-hardware' });
    const uuid = await room.enrol(machine);

    expect(await room.sdk('start', uuid)).to.deep.include({ id: uuid, finished: false, error: null });
    await room.reaches(uuid, 'waiting');
    expect(await room.sdk('get', uuid)).to.deep.include({ id: uuid, state: 'waiting', finished: false });
    expect(await room.report(machine)).to.equal(200);
    expect(await room.sdk('wait', uuid)).to.deep.include({
      id: uuid,
      state: 'finished',
      finished: true,
      error: null,
    });
    const listed = (await room.sdk('list')) as { id: string; finished_at: string | null }[];
    expect(listed.find(({ id }) => id === uuid)?.finished_at).to.be.a('string');

    const processed = await room.sdk('data', uuid);
    expect(processed).to.deep.include({ cpus: 48, cpu_arch: 'x86_64', memory_mb: 131072 });
    expect(processed).to.have.nested.property('all_interfaces.eno2.mac', machine.pxeMac);
    expect(await room.sdk('raw', uuid)).to.deep.equal(machine.payload);

    const node = await room.node(uuid);
    expect(node.properties).to.include({
      cpus: '48',
      cpu_arch: 'x86_64',
      memory_mb: '131072',
      // 299,439,751,168 bytes are 278 GiB, one of which is kept free
      local_gb: '277',
    });
    expect(node.power_state).to.equal('power off');
    expect(await room.macs(uuid)).to.deep.equal([machine.pxeMac]);
  });

  it('creates the port of a card Ironic did not know', async () => {
    const machine = createMachine({ index: 2, payload: 'kvm-2nic-extra-hardware', driver: 'fake-hardware' });
    const uuid = await room.enrol({ ...machine, pxeMac: '02:ff:00:00:00:02' });

    await room.start(uuid);
    await room.reaches(uuid, 'waiting');
    expect(await room.report(machine)).to.equal(200);
    await room.reaches(uuid, 'finished');

    expect(await room.macs(uuid)).to.have.members(['02:ff:00:00:00:02', machine.pxeMac]);
  });

  it('is aborted with openstacksdk', async () => {
    const machine = createMachine({ index: 3, driver: 'fake-hardware' });
    const uuid = await room.enrol(machine);
    await room.sdk('start', uuid);
    await room.reaches(uuid, 'waiting');

    await room.sdk('abort', uuid);

    const end = await room.reaches(uuid, 'error');
    expect(end).to.deep.include({ finished: true, error: 'Canceled by operator' });
    expect((await room.node(uuid)).power_state).to.equal('power off');
  });

  it('ends manageable when Ironic itself asked for it', async () => {
    const machine = createMachine({ index: 4, driver: 'fake-hardware' });
    const uuid = await room.enrol(machine);

    await room.openstack('node', 'inspect', uuid);
    await room.reaches(uuid, 'waiting');
    expect((await room.node(uuid)).provision_state).to.match(/^inspect/);
    expect(await room.report(machine)).to.equal(200);

    expect(await room.isProvisioned(uuid, 'manageable')).to.equal(null);
    const node = await room.node(uuid);
    expect(node.properties).to.include.all.keys('cpus', 'cpu_arch', 'memory_mb', 'local_gb');
    expect(node.power_state).to.equal('power off');
  });

  it('ends in inspect failed, with the reason, when the ramdisk met an error', async () => {
    const machine = createMachine({ index: 5, driver: 'fake-hardware', ramdiskError: 'no disk answered' });
    const uuid = await room.enrol(machine);

    await room.openstack('node', 'inspect', uuid);
    await room.reaches(uuid, 'waiting');
    expect(await room.report(machine)).to.equal(400);

    const { error } = (await room.reaches(uuid, 'error')) as Status;
    expect(error).to.include('no disk answered');
    expect(await room.isProvisioned(uuid, 'inspect failed')).to.equal(
      `ironic-inspector inspection failed: ${String(error)}`,
    );
  });

  it('ends in inspect failed when it is aborted while Ironic waits', async () => {
    const machine = createMachine({ index: 6, driver: 'fake-hardware' });
    const uuid = await room.enrol(machine);
    await room.openstack('node', 'inspect', uuid);
    await room.reaches(uuid, 'waiting');

    await room.sdk('abort', uuid);

    expect(await room.isProvisioned(uuid, 'inspect failed')).to.include('Canceled by operator');
  });

  it('is ended on our side when Ironic aborts', async () => {
    const machine = createMachine({ index: 7, driver: 'fake-hardware' });
    const uuid = await room.enrol(machine);
    await room.openstack('node', 'inspect', uuid);
    await room.reaches(uuid, 'waiting');
    await room.isProvisioned(uuid, 'inspect wait');

    await room.openstack('node', 'abort', uuid);

    expect((await room.reaches(uuid, 'error')).error).to.equal('Canceled by operator');
  });

  it('names a node Ironic does not know', async () => {
    const response = await fetch(`${room.inspector.url}/v1/introspection/nobody`, { method: 'POST' });

    expect(response.status).to.equal(404);
    expect(await response.json()).to.deep.equal({
      error: { message: 'Node nobody was not found in Ironic' },
    });
  });
});
