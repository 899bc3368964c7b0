import { expect } from 'chai';
import { type BareMetal, type Json, InspectorError, type IntrospectionState } from '@inspector/plugin-api';
import { introspect } from '../../src/conductor/introspect.js';
import type { UserConfig } from '../../src/config/types.js';
import { conductorWorld, type ConductorWorld } from './conductor-world.js';

describe('the start of an introspection', () => {
  let world: ConductorWorld;
  let booted: unknown[][];
  const begin = async (config: UserConfig = {}, baremetal: Partial<BareMetal> = {}) => {
    booted = [];
    world = await conductorWorld(
      config,
      {},
      {
        validatePower: async () => ({ ok: true }),
        listNodePorts: async () => [{ uuid: 'port', address: '52:54:00:AA:00:01' }],
        setBootDevice: async (...details) => void booted.push(details),
        ...baremetal,
      },
    );
  };
  afterEach(() => world.close());
  const start = async (uuid: string, manageBoot = true) => {
    await introspect(uuid, { manageBoot }, world.services);
    await world.services.background.drain(5000);
  };
  const record = async (state: IntrospectionState, driverInfo: Record<string, Json> = {}) => {
    const made = await world.record(state);
    world.nodes.set(made.uuid, {
      uuid: made.uuid,
      provision_state: 'manageable',
      driver_info: driverInfo,
    });
    return made;
  };

  it('prepares the machine, opens DHCP for it and waits for its data', async () => {
    await begin();
    const made = await record('finished');
    await start(made.uuid);
    expect(await world.now(made)).to.include({ state: 'waiting', finishedAt: null, error: null });
    expect(await world.database.records.attributes(made.uuid)).to.deep.equal([
      { name: 'mac', value: '52:54:00:aa:00:01' },
    ]);
    expect(world.syncs()).to.equal(1);
    expect(await world.isFree(made)).to.equal(true);
    expect(world.asked).to.deep.equal(
      ['getNode', 'validatePower', 'listNodePorts', 'setBootDevice', 'setPowerState'].map(
        (method) => `${method} ${made.uuid}`,
      ),
    );
  });

  it('fails at once for a node that only has a port whose address many machines have', async () => {
    const port = { uuid: 'port', address: '00:00:00:00:00:00' };
    await begin({}, { listNodePorts: async () => [port] });
    const made = await record('finished');
    await start(made.uuid);
    expect((await world.now(made))?.error).to.include('No lookup attributes were found');
    expect(booted).to.deep.equal([]);
  });

  it('asks for the node by the canonical spelling of its UUID, and for power five times if need be', async () => {
    const asked: unknown[][] = [];
    await begin({}, { setPowerState: async (...details) => void asked.push(details) });
    const made = await record('finished');
    await start(made.uuid.toUpperCase().replaceAll('-', ''));
    expect(await world.now(made)).to.include({ state: 'waiting' });
    expect(asked).to.deep.equal([[made.uuid, 'rebooting', 5]]);
  });

  for (const state of ['starting', 'processing', 'reapplying', 'enrolling', 'aborting'] as const) {
    it(`is refused in ${state}, and locks nothing`, async () => {
      await begin();
      const made = await record(state);
      const error: unknown = await start(made.uuid).catch((reason: unknown) => reason);
      expect(InspectorError.is(error) && [error.code, error.status]).to.deep.equal([
        'INSP_INVALID_EVENT',
        400,
      ]);
      expect(await world.now(made)).to.deep.equal(made);
      expect(await world.isFree(made)).to.equal(true);
    });
  }

  it('has to wait while somebody works on the node', async () => {
    await begin();
    const made = await record('finished');
    await world.services.coordinator.acquire(made.uuid);
    const error: unknown = await start(made.uuid).catch((reason: unknown) => reason);
    expect(InspectorError.is(error) && error.code).to.equal('INSP_NODE_LOCKED');
    expect(await world.now(made)).to.deep.equal(made);
  });

  it('needs nothing to know the machine by where unknown machines are looked at', async () => {
    await begin({ processing: { nodeNotFoundHook: 'enroll' } }, { listNodePorts: async () => [] });
    const made = await record('finished');
    await start(made.uuid);
    expect(await world.now(made)).to.include({ state: 'waiting' });
    expect(world.syncs()).to.equal(1);
  });

  it('closes DHCP again when the machine does not come on', async () => {
    await begin({}, { setPowerState: () => Promise.reject(new Error('no power')) });
    const made = await record('finished');
    await start(made.uuid);
    const error = 'Failed to power on the node, check its power management configuration: no power';
    expect(await world.now(made)).to.include({ state: 'error', error });
    expect(await world.database.records.attributes(made.uuid)).to.deep.equal([]);
    expect(world.syncs()).to.equal(2);
  });

  for (const [wanted, persistent] of [
    ['Always', true],
    ['always', false],
    ['TRUE', true],
    ['on', true],
    ['1', true],
    [1, true],
    [true, true],
    ['Default', false],
    ['Never', false],
    ['false', false],
    ['maybe', false],
    [false, false],
    [null, false],
    [[], false],
    [{}, false],
  ] as [Json, boolean][]) {
    it(`boots ${persistent ? 'persistently' : 'once'} with ${JSON.stringify(wanted)}`, async () => {
      await begin();
      const made = await record('finished', { force_persistent_boot_device: wanted });
      await start(made.uuid);
      expect(booted).to.deep.equal([[made.uuid, 'pxe', persistent]]);
    });
  }
});
