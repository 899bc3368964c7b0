import { expect } from 'chai';
import { abort } from '../../src/conductor/abort.js';
import { InspectorError } from '@inspector/plugin-api';
import { conductorWorld, type ConductorWorld } from './conductor-world.js';

describe('an abort', () => {
  let world: ConductorWorld;
  const begin = async (...details: Parameters<typeof conductorWorld>) => {
    world = await conductorWorld(...details);
  };
  afterEach(() => world.close());
  const codeOf = async (work: Promise<unknown>): Promise<string | undefined> => {
    const error: unknown = await work.catch((reason: unknown) => reason);
    return InspectorError.is(error) ? error.code : undefined;
  };
  /** Aborts and resolves when the work behind it is done. */
  const aborted = async (uuid: string) => {
    await abort(uuid, world.services);
    await world.services.background.drain(5000);
  };

  it('powers the machine off, five times if need be, ends the record and closes DHCP', async () => {
    const attempts: unknown[][] = [];
    await begin({}, {}, { setPowerState: async (...details) => void attempts.push(details) });
    const record = await world.record('waiting');
    await aborted(record.uuid);
    expect(attempts).to.deep.equal([[record.uuid, 'power off', 5]]);
    expect(await world.now(record)).to.include({ state: 'error', error: 'Canceled by operator' });
    expect(await world.isFree(record)).to.equal(true);
    expect(world.syncs()).to.equal(1);
  });

  it('ends the same when the machine cannot be powered off, and says so, and how its power is', async () => {
    await begin({}, {}, { setPowerState: () => Promise.reject(new Error('no such BMC')) });
    const record = await world.record('waiting');
    world.nodes.set(record.uuid, { uuid: record.uuid, power_state: 'power on' });
    await aborted(record.uuid);
    const error =
      'Canceled by operator, but the machine could not be powered off (no such BMC); its power state is power on';
    expect(await world.now(record)).to.include({ state: 'error', error });
    expect(world.lines.join('')).to.include('could not be powered off: no such BMC');
  });

  it('leaves power that somebody else manages alone', async () => {
    await begin();
    const record = await world.record('waiting', { manageBoot: false });
    await aborted(record.uuid);
    expect(await world.now(record)).to.include({ state: 'error', error: 'Canceled by operator' });
    expect(world.asked).to.deep.equal([]);
  });

  for (const state of ['finished', 'error'] as const) {
    it(`leaves an introspection in ${state} and its machine alone`, async () => {
      await begin();
      const record = await world.record(state);
      await aborted(record.uuid);
      expect(await world.now(record)).to.deep.equal(record);
      expect(world.asked).to.deep.equal([]);
      expect(await world.isFree(record)).to.equal(true);
    });
  }

  for (const state of ['starting', 'processing', 'reapplying', 'enrolling', 'aborting'] as const) {
    it(`ends an introspection in ${state} that nobody works on any more`, async () => {
      await begin();
      const record = await world.record(state);
      await aborted(record.uuid);
      expect(await world.now(record)).to.include({ state: 'error', error: 'Canceled by operator' });
      const touched = state === 'reapplying' ? [] : [`setPowerState ${record.uuid}`];
      expect(world.asked).to.deep.equal(touched);
      expect(await world.isFree(record)).to.equal(true);
    });
  }

  it('has to wait while another process works on the node, if there is a record of it', async () => {
    await begin();
    const record = await world.record('waiting');
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const uuid of [record.uuid, unknown]) await world.services.coordinator.acquire(uuid);
    expect(await codeOf(abort(record.uuid, world.services))).to.equal('INSP_NODE_LOCKED');
    expect(await codeOf(abort(unknown, world.services))).to.equal('INSP_NODE_NOT_CACHED');
  });
});
