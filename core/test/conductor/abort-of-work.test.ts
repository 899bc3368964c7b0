import { expect } from 'chai';
import type { Coordinator } from '@inspector/plugin-api';
import { LocalLeases } from '@inspector/coordination-local/local-leases.js';
import { abort } from '../../src/conductor/abort.js';
import { STEPS, stoppedWork, type Step, type StoppedWork } from './stopped-work.js';

const POWER = 'setPowerState';

describe('an abort of work that goes on', () => {
  let stopped: StoppedWork;
  /** Resolves when the third operation waits for the node. */
  let threeWait: Promise<void>;
  afterEach(() => stopped.world.close());

  const begin = async (step: Step): Promise<void> => {
    const leases = new LocalLeases();
    let waits = 0;
    let thirdWaits: () => void = () => undefined;
    threeWait = new Promise((resolve) => (thirdWaits = resolve));
    const coordinator: Coordinator = {
      acquire: (uuid, options) => {
        const lease = leases.acquire(uuid, options);
        if (++waits === 3) thirdWaits();
        return lease;
      },
      tryAcquire: (uuid) => leases.tryAcquire(uuid),
      isLeader: () => true,
      exclusive: true,
    };
    stopped = await stoppedWork(step, coordinator, 'INSP_CANCELED');
  };

  for (const [operation, steps] of STEPS) {
    if (operation === 'abort') continue;
    for (const step of steps) {
      if (operation === 'reapply' && step === 'storage') continue;
      it(`ends a ${operation} in its step ${step} at once, and nothing of it is done afterwards`, async () => {
        await begin(step);
        const { world, gate, used, begins } = stopped;
        const { record, work } = await begins[operation]();
        const answered = work.catch((error: unknown) => error);
        await gate.reached();
        const asked = world.asked.length;
        await abort(record.uuid, world.services);
        const answer = await answered;
        gate.open();
        await world.services.background.drain(5000);

        const after = await world.now(record);
        expect(after).to.include({ state: 'error', error: 'Canceled by operator' });
        expect(after?.finishedAt).to.be.a('string');
        expect(await world.database.records.attributes(record.uuid)).to.deep.equal([]);
        expect((await world.database.records.options(record.uuid)).size).to.equal(0);
        expect(world.asked.slice(asked)).to.deep.equal(
          operation === 'reapply' ? [] : [`${POWER} ${record.uuid}`],
        );
        expect(used).to.deep.equal([]);
        if (answer instanceof Error) expect(answer).to.include({ code: 'INSP_CANCELED', status: 409 });
        expect(world.lines.join('')).to.not.include('could not be kept').and.not.include('was lost');
      });

      it(`in the step ${step} of a ${operation} lets the node be started again`, async () => {
        await begin(step);
        const { world, gate, start, begins } = stopped;
        const { record, work } = await begins[operation]();
        const answered = work.catch(() => undefined);
        await gate.reached();
        await abort(record.uuid, world.services);
        await answered;
        gate.open();
        await start(record.uuid);
        await world.services.background.drain(5000);
        expect(await world.now(record)).to.include({ state: 'waiting', error: null });
      });
    }
  }

  it('is one with another abort at the same time, and with one that powers the machine off', async () => {
    await begin(POWER);
    const { world, gate, begins } = stopped;
    const { record, work } = await begins.abort();
    await work;
    await gate.reached();
    await Promise.all([1, 2, 3].map(() => abort(record.uuid, world.services)));
    gate.open();
    await world.services.background.drain(5000);
    expect(await world.now(record)).to.include({ state: 'error', error: 'Canceled by operator' });
    expect(world.asked.filter((request) => request.startsWith(POWER))).to.have.length(1);
  });

  it('ends those that wait for the node, too', async () => {
    await begin('hook');
    const { world, gate, begins } = stopped;
    const { record, work } = await begins.continue();
    const first = work.catch((error: unknown) => error);
    await gate.reached();
    const waiters = [1, 2, 3].map((number) => stopped.post({ number }).catch((error: unknown) => error));
    await threeWait;
    await abort(record.uuid, world.services);
    for (const answer of [await first, ...(await Promise.all(waiters))])
      expect(answer).to.include({ code: 'INSP_CANCELED' });
    gate.open();
    await world.services.background.drain(5000);
    expect(await world.now(record)).to.include({ state: 'error', error: 'Canceled by operator' });
  });

  it('leaves an introspection alone whose data are about to be processed again', async () => {
    await begin('storage');
    const { world, gate, begins } = stopped;
    const { record, work } = await begins.reapply();
    await gate.reached();
    await abort(record.uuid, world.services);
    gate.open();
    await work;
    await world.services.background.drain(5000);
    expect(await world.now(record)).to.include({ state: 'finished', error: null });
  });
});
