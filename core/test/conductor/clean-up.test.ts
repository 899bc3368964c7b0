import { expect } from 'chai';
import {
  failAbandoned,
  failTimedOut,
  failUnsettled,
  forgetDeletedNodes,
} from '../../src/conductor/clean-up.js';
import { now } from '../../src/db/timestamp.js';
import type { IntrospectionState } from '@inspector/plugin-api';
import { MemoryBackend } from '../storage/memory-backend.js';
import { conductorWorld, PAST, type ConductorWorld } from './conductor-world.js';
import { ClockSteps } from '../../src/tasks/clock-steps.js';
import { changeRecord, MARK } from '../db/fresh-record.js';

describe('the clean-up', () => {
  let world: ConductorWorld;
  const begin = async (...details: Parameters<typeof conductorWorld>) => {
    world = await conductorWorld(...details);
  };
  afterEach(() => world.close());

  describe('of introspections that take too long', () => {
    for (const state of ['starting', 'waiting', 'processing', 'enrolling', 'aborting'] as const) {
      it(`fails one that is ${state}, frees it and closes DHCP`, async () => {
        await begin();
        const record = await world.record(state, { startedAt: PAST });
        await failTimedOut(world.services);
        expect(await world.now(record)).to.include({ state: 'error', error: 'Introspection timeout' });
        expect((await world.now(record))?.finishedAt).to.not.equal(null);
        expect(await world.isFree(record)).to.equal(true);
        expect(world.syncs()).to.equal(1);
        const unusual = world.lines.some((line) => line.includes('timed out in an unusual state'));
        expect(unusual).to.equal(state !== 'waiting');
      });
    }

    it('fails one that is processed again, whose last end is still shown', async () => {
      await begin();
      const record = await world.record('reapplying', { startedAt: PAST, finishedAt: PAST });
      await failTimedOut(world.services);
      expect(await world.now(record)).to.include({ state: 'error', error: 'Introspection timeout' });
    });

    it('leaves what is over or has time alone, DHCP too', async () => {
      await begin({ timeout: 3600 });
      const records = [
        await world.record('finished', { startedAt: PAST, finishedAt: PAST }),
        await world.record('error', { startedAt: PAST, finishedAt: PAST }),
        await world.record('waiting'),
      ];
      await failTimedOut(world.services);
      for (const record of records) expect(await world.now(record)).to.deep.equal(record);
      expect(world.syncs()).to.equal(0);
    });

    it('closes DHCP once for all that failed', async () => {
      await begin();
      for (let count = 0; count < 3; count++) await world.record('waiting', { startedAt: PAST });
      await failTimedOut(world.services);
      expect(world.syncs()).to.equal(1);
    });

    const agoText = (seconds: number): string =>
      new Date(Date.now() - seconds * 1000).toISOString().replace('Z', '000');
    /** A clock that was set by so many seconds a minute ago. */
    const clockSet = (seconds: number): ClockSteps => {
      let wall = Date.now() - 60_000 - seconds * 1000;
      let steady = 0;
      const clock = new ClockSteps({ wall: () => wall, steady: () => steady });
      wall += 60_000 + seconds * 1000;
      steady += 60_000;
      return clock;
    };

    it('does not count the time by which the clock was set forward', async () => {
      await begin({ timeout: 3600 });
      const early = await world.record('waiting', { startedAt: agoText(2 * 7200) });
      const late = await world.record('waiting', { startedAt: agoText(7200 + 600) });
      await failTimedOut({ ...world.services, clock: clockSet(7200) });
      expect(await world.now(late)).to.include({ state: 'waiting' });
      expect(await world.now(early)).to.include({ state: 'error', error: 'Introspection timeout' });
      expect(world.lines.some((line) => line.includes('was set forward by 7200 s'))).to.equal(true);
    });

    it('fails none that begins after the clock was set back', async () => {
      await begin({ timeout: 3600 });
      const record = await world.record('waiting', { startedAt: agoText(60) });
      await failTimedOut({ ...world.services, clock: clockSet(-7200) });
      expect(await world.now(record)).to.include({ state: 'waiting' });
      expect(world.lines.some((line) => line.includes('was set back by 7200 s'))).to.equal(true);
    });

    it('never fails one when the time is not limited', async () => {
      await begin({ timeout: 0 });
      const record = await world.record('waiting', { startedAt: PAST });
      await failTimedOut(world.services);
      expect(await world.now(record)).to.deep.equal(record);
    });

    it('leaves one that somebody works on for the next time', async () => {
      await begin();
      const record = await world.record('processing', { startedAt: PAST });
      const lock = await world.services.coordinator.acquire(record.uuid);
      await failTimedOut(world.services);
      expect(await world.now(record)).to.deep.equal(record);
      await lock.release();
      await failTimedOut(world.services);
      expect(await world.now(record)).to.include({ state: 'error' });
    });

    for (const [what, change] of [
      ['ended', { state: 'finished', finishedAt: now() }],
      ['began anew', { state: 'waiting', startedAt: now() }],
    ] as const) {
      it(`leaves one alone that ${what} since it was listed`, async () => {
        await begin();
        const listed = await world.record('waiting', { startedAt: PAST });
        const { records } = world.database;
        const present = await changeRecord({ records }, listed.uuid, 'waiting', change);
        const stale = { ...records, startedBefore: async () => [listed] };
        const database = { ...world.services.database, records: stale };
        await failTimedOut({ ...world.services, database });
        expect(await world.now(listed)).to.deep.equal(present);
        expect(world.syncs()).to.equal(0);
        expect(world.lines.join('')).to.not.include('unusual');
      });
    }
  });

  describe('of records that a process worked on when it died', () => {
    for (const state of ['starting', 'processing', 'reapplying', 'enrolling'] as const) {
      it(`fails one in ${state}, in words`, async () => {
        await begin();
        const record = await world.record(state);
        await failAbandoned(world.services);
        const repair = state === 'reapplying' ? 'reapply its data' : 'start its introspection again';
        const error = `The service stopped while the node was in state ${state}; ${repair}`;
        expect(await world.now(record)).to.include({ state: 'error', error });
        expect(await world.isFree(record)).to.equal(true);
      });
    }

    it('leaves those alone that wait or are over', async () => {
      await begin();
      const records = await Promise.all(
        (['waiting', 'finished', 'error'] as const).map((state) => world.record(state)),
      );
      await failAbandoned(world.services);
      for (const record of records) expect(await world.now(record)).to.deep.equal(record);
    });

    it('leaves those alone that another process may be working on', async () => {
      await begin();
      const record = await world.record('processing');
      const coordinator = { ...world.services.coordinator, exclusive: false };
      await failAbandoned({ ...world.services, coordinator });
      expect(await world.now(record)).to.deep.equal(record);
    });
  });

  describe('of failures that could not be written', () => {
    const unsettled = async (state: IntrospectionState) => {
      await begin();
      const record = await world.record(state);
      await world.services.unsettled.note(record.uuid, {
        error: 'the disk was full',
        fences: [record.fence],
      });
      return record;
    };

    it('writes them, once', async () => {
      const record = await unsettled('processing');
      const other = await world.record('processing');
      await failUnsettled(world.services);
      expect(await world.now(record)).to.include({ state: 'error', error: 'the disk was full' });
      expect(await world.now(other)).to.deep.equal(other);
      expect((await world.services.unsettled.all()).size).to.equal(0);
      expect(world.syncs()).to.equal(1);
    });

    it('keeps one for the next run while somebody works on the record', async () => {
      const record = await unsettled('starting');
      const lock = await world.services.coordinator.acquire(record.uuid);
      await failUnsettled(world.services);
      expect(await world.now(record)).to.deep.equal(record);
      await lock.release();
      await failUnsettled(world.services);
      expect(await world.now(record)).to.include({ state: 'error', error: 'the disk was full' });
    });

    it('keeps them for the next run when the database fails again', async () => {
      const record = await unsettled('starting');
      const fails = () => Promise.reject(new Error('still full'));
      const { records } = world.database;
      for (const broken of [{ get: fails }, { change: fails }, { inStates: fails }]) {
        const database = { ...world.services.database, records: { ...records, ...broken } };
        await failUnsettled({ ...world.services, database }).catch(() => undefined);
      }
      await failUnsettled(world.services);
      expect(await world.now(record)).to.include({ state: 'error', error: 'the disk was full' });
    });

    it('leaves a record alone that somebody else has written since', async () => {
      const record = await unsettled('processing');
      const mark = { ...MARK, fence: 1 };
      const taken = await world.database.records.change(record, { state: 'processing' }, mark);
      await failUnsettled(world.services);
      expect(await world.now(record)).to.deep.equal(taken);
    });

    it('writes one of a record that still waits: its data were refused', async () => {
      const record = await unsettled('waiting');
      await failUnsettled(world.services);
      expect(await world.now(record)).to.include({ state: 'error', error: 'the disk was full' });
    });

    it('forgets those of records that have gone on', async () => {
      const record = await unsettled('finished');
      await failUnsettled(world.services);
      expect(await world.now(record)).to.deep.equal(record);
      expect((await world.services.unsettled.all()).size).to.equal(0);
    });
  });

  describe('of nodes that left the bare metal service', () => {
    it('deletes record and data, and keeps those of the others', async () => {
      await begin();
      const gone = await world.record('finished');
      const stays = await world.record('waiting');
      world.nodes.delete(gone.uuid);
      await forgetDeletedNodes(world.services);
      expect(await world.now(gone)).to.equal(undefined);
      expect(await world.now(stays)).to.deep.equal(stays);
      expect(world.deleted).to.deep.equal([gone.uuid]);
      expect(await world.isFree(gone)).to.equal(true);
    });

    it('is left to the leader', async () => {
      await begin();
      const gone = await world.record('finished');
      world.nodes.clear();
      const coordinator = { ...world.services.coordinator, isLeader: () => false };
      await forgetDeletedNodes({ ...world.services, coordinator });
      expect(await world.now(gone)).to.deep.equal(gone);
      expect(world.asked).to.deep.equal([]);
    });

    it('does not ask for a listing where there is no record', async () => {
      await begin();
      await forgetDeletedNodes(world.services);
      expect(world.asked).to.deep.equal([]);
    });

    it('keeps the record of a node that came after the listing', async () => {
      await begin({}, {}, { listNodes: async () => [] });
      const record = await world.record('waiting');
      await forgetDeletedNodes(world.services);
      expect(await world.now(record)).to.deep.equal(record);
    });

    it('deletes nothing when the service fails to say whether a node is there', async () => {
      const fails = () => Promise.reject(new Error('out of order'));
      await begin({}, {}, { listNodes: async () => [], getNode: fails });
      const record = await world.record('waiting');
      const failure: unknown = await forgetDeletedNodes(world.services).catch((error: unknown) => error);
      expect((failure as Error).message).to.equal('out of order');
      expect(await world.now(record)).to.deep.equal(record);
      expect(await world.isFree(record)).to.equal(true);
    });

    it('goes on when stored data cannot be deleted', async () => {
      const remove = { delete: () => Promise.reject(new Error('no such bucket')) };
      await begin({}, { storage: Object.assign(new MemoryBackend(), remove) });
      const records = [await world.record('finished'), await world.record('finished')];
      world.nodes.clear();
      await forgetDeletedNodes(world.services);
      for (const record of records) expect(await world.now(record)).to.equal(undefined);
      expect(world.lines.filter((line) => line.includes('no such bucket'))).to.have.lengthOf(2);
    });
  });
});
