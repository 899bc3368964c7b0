import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { Coordinator } from '@inspector/plugin-api';
import type { DescribeAndIt } from './test-functions.js';

/** A coordination backend with what its tests need around it. */
export interface CoordinationUnderTest {
  readonly coordinator: Coordinator;
  /** Makes the coordinator of another process on the same database; must be given unless `exclusive` is true. */
  another?(): Promise<Coordinator>;
  /** Releases everything; called after the coordinators are closed. */
  cleanUp(): Promise<void>;
}

/** What {@link coordinationSuite} works with. */
export interface CoordinationSuiteOptions extends DescribeAndIt {
  /** Name in the title; default `coordination`. */
  readonly name?: string;
  /** Makes a fresh backend, called for each test. */
  create(): Promise<CoordinationUnderTest>;
}

const WORKERS = 20;
const NODES = 200;

/** The coordinators of one test: of the first process, and of all processes. */
interface Processes {
  readonly one: Coordinator;
  readonly all: readonly [Coordinator, ...Coordinator[]];
  /** Ends the first process. */
  readonly endOne: () => Promise<void>;
}

/**
 * Defines the tests every coordination backend has to pass: the lock of a node has one holder at a time and goes to who
 * came first, nodes do not hinder each other, and what it says about leader and exclusiveness is true.
 */
export function coordinationSuite({
  describe,
  it,
  create,
  name = 'coordination',
}: CoordinationSuiteOptions): void {
  const test = (title: string, body: (processes: Processes) => Promise<void>): void => {
    it(title, async () => {
      const { coordinator: one, another, cleanUp } = await create();
      const all: [Coordinator, ...Coordinator[]] = [one];
      const running = new Set(all);
      const end = async (coordinator: Coordinator): Promise<void> => {
        if (running.delete(coordinator)) await coordinator.close?.();
      };
      try {
        if (another !== undefined) all.push(await another());
        for (const coordinator of all) running.add(coordinator);
        await body({ one, all, endOne: () => end(one) });
      } finally {
        for (const coordinator of [...running]) await end(coordinator);
        await cleanUp();
      }
    });
  };

  describe(`${name}: conformance`, () => {
    test('says truthfully whether its locks are known to this process only', async ({ one, all }) => {
      const { exclusive }: { readonly exclusive: unknown } = one;
      assert.equal(typeof exclusive, 'boolean', 'exclusive');
      if (exclusive === true)
        assert.equal(all.length, 1, 'exclusive is true, but another process shares its locks');
      else assert.ok(all.length > 1, 'exclusive is false, so the suite needs another()');
    });

    test('has one leader at most, and one that is alone leads', async ({ one, all }) => {
      const leaders = all.map((coordinator): unknown => coordinator.isLeader());
      for (const leads of leaders) assert.equal(typeof leads, 'boolean', 'isLeader()');
      assert.ok(leaders.filter(Boolean).length <= 1, 'several processes lead');
      if (one.exclusive) assert.equal(leaders[0], true, 'a process that is alone does not lead');
    });

    test('gives the lock of a node to one at a time', async ({ all }) => {
      const uuid = randomUUID();
      let [inside, most] = [0, 0];
      const work = async (number: number): Promise<void> => {
        const lock = await (all[number % all.length] ?? all[0]).acquire(uuid);
        most = Math.max(most, ++inside);
        await turn();
        inside--;
        await lock.release();
      };
      await Promise.all(Array.from({ length: WORKERS }, (_, number) => work(number)));
      assert.equal(most, 1, `${most} held the lock of one node at the same time`);
    });

    test('serves those who wait in the order in which they came', async ({ one }) => {
      const uuid = randomUUID();
      const order: number[] = [];
      const first = await one.acquire(uuid);
      const others = [1, 2, 3, 4, 5].map(async (number) => {
        const lock = await one.acquire(uuid);
        order.push(number);
        await lock.release();
      });
      await first.release();
      await Promise.all(others);
      assert.deepEqual(order, [1, 2, 3, 4, 5]);
    });

    test('says at once that a lock is held, to every process', async ({ one, all }) => {
      const uuid = randomUUID();
      const lock = await one.acquire(uuid);
      for (const coordinator of all) assert.equal(await coordinator.tryAcquire(uuid), undefined);
      await lock.release();
      const next = await all.at(-1)?.tryAcquire(uuid);
      assert.ok(next, 'a lock that was released cannot be taken');
      assert.equal(await one.tryAcquire(uuid), undefined, 'a lock taken by tryAcquire is not held');
      await next.release();
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
      const locks = await Promise.all(uuids.map((uuid) => one.tryAcquire(uuid)));
      assert.equal(
        locks.filter((lock) => lock === undefined).length,
        0,
        'locks of different nodes exclude each other',
      );
      await Promise.all(locks.map(async (lock) => lock?.release()));
    });

    test('frees nothing when a lock is released twice', async ({ one }) => {
      const uuid = randomUUID();
      const first = await one.acquire(uuid);
      await first.release();
      const second = await one.acquire(uuid);
      await first.release();
      assert.equal(await one.tryAcquire(uuid), undefined, 'the lock of the next holder was freed');
      await second.release();
    });

    test('frees the locks of a process that ends', async ({ one, all: [, other], endOne }) => {
      if (other === undefined) return;
      const uuid = randomUUID();
      await one.acquire(uuid);
      await endOne();
      const lock = await other.tryAcquire(uuid);
      assert.ok(lock, 'the lock of a process that ended is still held');
      await lock.release();
    });
  });
}
