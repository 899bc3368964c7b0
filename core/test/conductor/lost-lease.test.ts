import { expect } from 'chai';
import type { Coordinator, Lease } from '@inspector/plugin-api';
import { LocalLeases } from '@inspector/coordination-local/local-leases.js';
import { failUnsettled } from '../../src/conductor/clean-up.js';
import { processKeptPosts } from '../../src/conductor/kept-posts.js';
import { TakeOver } from '../../src/conductor/take-over.js';
import { STEPS, stoppedWork, type Step, type StoppedWork } from './stopped-work.js';

/** Leases that can be taken away, as a broken connection does; a node taken away is free at once. */
class LosableLeases extends LocalLeases {
  readonly #held = new Map<string, { readonly lease: Lease; readonly controller: AbortController }>();

  override async acquire(uuid: string): Promise<Lease> {
    return this.#losable(uuid, await super.acquire(uuid));
  }

  override async tryAcquire(uuid: string): Promise<Lease | undefined> {
    const lease = await super.tryAcquire(uuid);
    return lease && this.#losable(uuid, lease);
  }

  async lose(uuid: string): Promise<void> {
    const held = this.#held.get(uuid);
    if (!held) throw new Error(`Nobody holds ${uuid}`);
    held.controller.abort(new Error('the connection broke'));
    await held.lease.release();
  }

  #losable(uuid: string, lease: Lease): Lease {
    const controller = new AbortController();
    this.#held.set(uuid, { lease, controller });
    return { signal: controller.signal, fence: lease.fence, release: () => lease.release() };
  }
}

describe('a lease that is lost', () => {
  let leases: LosableLeases;
  let stopped: StoppedWork;
  afterEach(() => stopped.world.close());

  const begin = async (step: Step, exclusive = true): Promise<void> => {
    leases = new LosableLeases();
    const coordinator: Coordinator = {
      acquire: (uuid) => leases.acquire(uuid),
      tryAcquire: (uuid) => leases.tryAcquire(uuid),
      isLeader: () => true,
      exclusive,
    };
    stopped = await stoppedWork(step, coordinator, 'INSP_LEASE_LOST');
  };

  for (const step of ['storage', 'hook', 'filter', 'rule', 'setPowerState'] as const) {
    it(`fails no introspection where others can take it over: in the step ${step} of a post`, async () => {
      await begin(step, false);
      const { world, gate, post, begins } = stopped;
      const { record, work } = await begins.continue();
      const answered = work.catch((error: unknown) => error);
      await gate.reached();
      await leases.lose(record.uuid);
      const told = await answered;
      if (told instanceof Error) expect(told).to.include({ code: 'INSP_LEASE_LOST', status: 503 });
      gate.open();
      // The same process takes the node next: the ramdisk posts again, or the clean-up comes by.
      await post({}).catch(() => undefined);
      await failUnsettled(world.services);
      const leader = new TakeOver(world.services);
      await leader.run();
      await leader.run();
      await processKeptPosts(world.services);
      await world.services.background.drain(5000);
      expect(await world.now(record)).to.include({ state: 'finished', error: null });
    });
  }

  for (const [operation, steps] of STEPS) {
    for (const step of steps) {
      it(`ends a ${operation} in its step ${step} without another write or request`, async () => {
        await begin(step);
        const { world, gate, used, begins } = stopped;
        const { record, work } = await begins[operation]();
        const answered = work.catch((error: unknown) => error);
        await gate.reached();
        await leases.lose(record.uuid);
        const before = await world.now(record);
        const attributes = await world.database.records.attributes(record.uuid);
        const options = await world.database.records.options(record.uuid);
        const events = await world.database.events.range();
        const asked = world.asked.length;
        gate.open();
        const answer = await answered;
        await world.services.background.drain(5000);

        expect(await world.now(record)).to.deep.equal(before);
        expect(await world.database.records.attributes(record.uuid)).to.deep.equal(attributes);
        expect(await world.database.records.options(record.uuid)).to.deep.equal(options);
        expect(await world.database.events.range()).to.deep.equal(events);
        expect(world.asked.slice(asked)).to.deep.equal([]);
        expect(used).to.deep.equal([]);
        if (answer instanceof Error) {
          expect(answer).to.include({ code: 'INSP_LEASE_LOST', status: 503 });
        }
      });

      it(`in the step ${step} of a ${operation} lets the node be started again`, async () => {
        await begin(step);
        const { world, gate, start, begins } = stopped;
        const { record, work } = await begins[operation]();
        const answered = work.catch(() => undefined);
        await gate.reached();
        await leases.lose(record.uuid);
        await answered;
        gate.open();
        await new Promise(setImmediate);
        await failUnsettled(world.services);
        await start(record.uuid);
        await world.services.background.drain(5000);
        const again = await world.now(record);
        expect(again).to.include({ state: 'waiting', error: null });
        expect(again?.introspection).to.not.equal(record.introspection);
      });
    }
  }
});
