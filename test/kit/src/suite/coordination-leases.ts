import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { Lease } from '@inspector/plugin-api';
import type { CoordinationTest } from './coordination-processes.js';
import { notRun } from './not-run.js';

const WORKERS = 20;
const NODES = 200;
/** Fences are kept as numbers of JavaScript, with another number added. */
const LARGEST_FENCE = 2 ** 52;

/** The leases of nodes: one holder at a time, who came first is first, fences grow, a holder hears of its loss. */
export function leaseTests(test: CoordinationTest): void {
  test('gives the lease of a node to one at a time', async ({ all }) => {
    const uuid = randomUUID();
    let [inside, most] = [0, 0];
    const work = async (number: number): Promise<void> => {
      const lease = await (all[number % all.length] ?? all[0]).acquire(uuid);
      most = Math.max(most, ++inside);
      await turn();
      inside--;
      await lease.release();
    };
    await Promise.all(Array.from({ length: WORKERS }, (_, number) => work(number)));
    assert.equal(most, 1, `${most} held the lease of one node at the same time`);
  });

  test('serves those who wait in the order in which they came', async ({ one }) => {
    const uuid = randomUUID();
    const order: number[] = [];
    const first = await one.acquire(uuid);
    const others = [1, 2, 3, 4, 5].map(async (number) => {
      const lease = await one.acquire(uuid);
      order.push(number);
      await lease.release();
    });
    await first.release();
    await Promise.all(others);
    assert.deepEqual(order, [1, 2, 3, 4, 5]);
  });

  test('says at once that a lease is held, to every process', async ({ one, all }) => {
    const uuid = randomUUID();
    const lease = await one.acquire(uuid);
    for (const coordinator of all) assert.equal(await coordinator.tryAcquire(uuid), undefined);
    await lease.release();
    const next = await all.at(-1)?.tryAcquire(uuid);
    assert.ok(next, 'a lease that was released cannot be taken');
    assert.equal(await one.tryAcquire(uuid), undefined, 'a lease taken by tryAcquire is not held');
    await next.release();
  });

  test('hears of a lease that is held, where it can tell without asking', async ({
    one,
    all,
    eventually,
  }) => {
    const uuid = randomUUID();
    const other = all.at(-1) ?? one;
    if (other.seemsHeld === undefined) notRun('seemsHeld');
    const seems = (held: boolean): Promise<void> =>
      eventually(`seemsHeld never says ${held}`, () => other.seemsHeld?.(uuid) === held);
    await seems(false);
    const lease = await one.acquire(uuid);
    await seems(true);
    assert.equal(other.seemsHeld(randomUUID()), false, 'seemsHeld says of a free node that it is held');
    await lease.release();
    await seems(false);
  });

  test('lets nobody slip in before those who wait', async ({ one }) => {
    const uuid = randomUUID();
    const first = await one.acquire(uuid);
    const waiting = one.acquire(uuid);
    await first.release();
    assert.equal(await one.tryAcquire(uuid), undefined);
    await (await waiting).release();
  });

  test('keeps nodes apart', async ({ one }) => {
    const uuids = Array.from({ length: NODES }, () => randomUUID());
    const leases = await Promise.all(uuids.map((uuid) => one.tryAcquire(uuid)));
    assert.equal(
      leases.filter((lease) => lease === undefined).length,
      0,
      'leases of different nodes exclude each other',
    );
    await Promise.all(leases.map(async (lease) => lease?.release()));
  });

  test('frees nothing when a lease is released twice', async ({ one }) => {
    const uuid = randomUUID();
    const first = await one.acquire(uuid);
    await first.release();
    const second = await one.acquire(uuid);
    await first.release();
    assert.equal(await one.tryAcquire(uuid), undefined, 'the lease of the next holder was freed');
    await second.release();
  });

  test('frees the leases of a process that ends', async ({ one, all: [, other], endOne }) => {
    if (other === undefined) notRun('another');
    const uuid = randomUUID();
    await one.acquire(uuid);
    await endOne();
    const lease = await other.tryAcquire(uuid);
    assert.ok(lease, 'the lease of a process that ended is still held');
    await lease.release();
  });

  test('numbers the leases of a node with fences that grow', async ({ one, all }) => {
    const uuid = randomUUID();
    const fences: number[] = [];
    const note = async ({ fence, release }: Lease): Promise<void> => {
      fences.push(fence);
      await release();
    };
    for (let round = 0; round < 3; round++) {
      for (const coordinator of all) {
        await note(await coordinator.acquire(uuid));
        const tried = await coordinator.tryAcquire(uuid);
        assert.ok(tried, 'a lease that was released cannot be taken');
        await note(tried);
      }
    }
    await Promise.all(Array.from({ length: 5 }, async () => note(await one.acquire(uuid))));
    for (const [index, fence] of fences.entries()) {
      assert.ok(Number.isInteger(fence) && fence > 0 && fence <= LARGEST_FENCE, `the fence ${fence}`);
      const before = fences[index - 1] ?? 0;
      assert.ok(fence > before, `the fence ${fence} came after ${before}`);
    }
  });

  test('keeps the signal of a lease quiet while it is held', async ({ one, all }) => {
    const uuid = randomUUID();
    const lease = await one.acquire(uuid);
    for (const coordinator of all) await coordinator.tryAcquire(uuid);
    await turn();
    assert.equal(lease.signal.aborted, false, 'the signal of a lease that is held has aborted');
    await lease.release();
  });

  test('gives up waiting when told to, and serves who waits behind', async ({ one }) => {
    const uuid = randomUUID();
    const first = await one.acquire(uuid);
    const impatience = new AbortController();
    const reason = new Error('no more patience');
    const impatient = one.acquire(uuid, { signal: impatience.signal }).then(
      () => 'a lease',
      (error: unknown) => error,
    );
    const behind = one.acquire(uuid);
    impatience.abort(reason);
    await first.release();
    assert.equal(await impatient, reason, 'acquire did not reject with the reason of its signal');
    await (await behind).release();
    const aborted = AbortSignal.abort(reason);
    await assert.rejects(one.acquire(uuid, { signal: aborted }), 'a signal that had aborted was ignored');
    const next = await one.tryAcquire(uuid);
    assert.ok(next, 'who gave up holds the lease');
    await next.release();
  });

  test('tells the holder when the process ends', async ({ one, endOne }) => {
    const lease = await one.acquire(randomUUID());
    await endOne();
    assert.equal(
      lease.signal.aborted,
      true,
      'the signal of a lease did not abort when its coordinator closed',
    );
    assert.ok(lease.signal.reason instanceof Error, 'the reason of the signal is no Error');
  });

  test('tells the holder of a lease that was taken away, and frees the node', async ({ one, all, lose }) => {
    if (lose === undefined) notRun('lose');
    const uuid = randomUUID();
    const lost = await one.acquire(uuid);
    await lose(uuid);
    assert.equal(lost.signal.aborted, true, 'the signal of a lease that was taken away did not abort');
    assert.ok(lost.signal.reason instanceof Error, 'the reason of the signal is no Error');
    const next = await (all.at(-1) ?? one).tryAcquire(uuid);
    assert.ok(next, 'a lease that was taken away is still held');
    assert.ok(next.fence > lost.fence, `the fence ${next.fence} came after ${lost.fence}`);
    await lost.release();
    assert.equal(await one.tryAcquire(uuid), undefined, 'the release of a lost lease freed the next holder');
    assert.equal(next.signal.aborted, false, 'the signal of the next holder has aborted');
    await next.release();
  });
}
