import { expect } from 'chai';
import type { Coordinator } from '@inspector/plugin-api';
import { LocalLeases } from '@inspector/coordination-local/local-leases.js';
import { fencedCoordinator } from '../../src/introspection/fenced-coordinator.js';

describe('a coordinator whose fences continue those of the database', () => {
  let leases: LocalLeases;
  let coordinator: Coordinator;
  beforeEach(() => {
    leases = new LocalLeases();
    const plain: Coordinator = {
      acquire: (uuid, options) => leases.acquire(uuid, options),
      tryAcquire: (uuid) => leases.tryAcquire(uuid),
      isLeader: () => true,
      exclusive: true,
    };
    coordinator = fencedCoordinator(plain, 1000);
  });

  it('adds its number to each, and leaves the lease what it is', async () => {
    const first = await coordinator.acquire('node');
    expect(first.fence).to.equal(1001);
    expect(await coordinator.tryAcquire('node')).to.equal(undefined);
    await first.release();
    const second = await coordinator.tryAcquire('node');
    expect(second?.fence).to.equal(1002);
    leases.close();
    expect([first.signal.aborted, second?.signal.aborted]).to.deep.equal([true, true]);
  });

  it('has a lease look at the clock where it ends by time, and only there', async () => {
    let looks = 0;
    const timed = fencedCoordinator(
      { ...coordinator, acquire: async () => ({ ...(await leases.acquire('a')), check: () => looks++ }) },
      0,
    );
    const lease = await timed.acquire('a');
    lease.check?.();
    expect(looks).to.equal(1);
    expect((await coordinator.acquire('b')).check).to.equal(undefined);
  });

  it('passes on that somebody does not want to wait any longer', async () => {
    await coordinator.acquire('busy');
    const reason = new Error('no more patience');
    const waiting = coordinator.acquire('busy', { signal: AbortSignal.abort(reason) });
    expect(await waiting.catch((error: unknown) => error)).to.equal(reason);
  });
});
