import type { AcquireOptions, Lease } from '@inspector/plugin-api';
import { expect } from 'chai';
import { coordinationSuite } from '../../src/index.js';
import * as title from './coordination-titles.js';
import { Table, TableCoordinator } from './table-coordinator.js';
import { alone, failuresWith, type Make, right, underTest } from './tried-coordinator.js';

coordinationSuite({ describe, it, name: 'two processes', create: async () => underTest(right, 2) });
coordinationSuite({ describe, it, name: 'one process', create: async () => underTest(alone, 1) });

describe('coordinationSuite', () => {
  const wrong: [string, string[], Make][] = [
    [
      'says that it is alone, but is not',
      [title.EXCLUSIVE, title.LEADER],
      (table) => Object.assign(new TableCoordinator(table), { exclusive: true }),
    ],
    [
      'leads in every process',
      [title.LEADER, title.ELECTS, title.LEAVES_LEAD, title.STEPS_DOWN],
      (table) => Object.assign(new TableCoordinator(table), { isLeader: () => true }),
    ],
    [
      'does not know whether it leads',
      [title.LEADER, title.ELECTS, title.LEAVES_LEAD, title.STEPS_DOWN],
      (table) => Object.assign(new TableCoordinator(table), { isLeader: () => undefined as never }),
    ],
    [
      'gives the lease to everybody who asks',
      [title.ONE],
      (table) =>
        new (class extends TableCoordinator {
          override async acquire(uuid: string, options?: AcquireOptions) {
            const waiting = super.acquire(uuid, options);
            return Promise.race([
              waiting,
              new Promise<Lease>((resolve) => setImmediate(() => resolve(this.lease(uuid)))),
            ]);
          }
        })(table),
    ],
    [
      'shares nothing with the other process',
      [
        title.ONE,
        title.HELD,
        title.HEARS,
        title.FENCE,
        title.LOST,
        title.SHOWN,
        title.ANEW,
        title.WATCHED,
        title.ELECTS,
        title.LEFT,
        title.STEPS_DOWN,
        title.CATCHES_UP,
      ],
      () => new TableCoordinator(new Table()),
    ],
    [
      'serves the last one first',
      [title.ORDER],
      (table) =>
        new (class extends TableCoordinator {
          override async acquire(uuid: string, options?: AcquireOptions) {
            const queue = this.table.queues.get(uuid);
            if (queue === undefined) return super.acquire(uuid, options);
            const waiting = super.acquire(uuid, options);
            queue.unshift(...queue.splice(-1));
            return waiting;
          }
        })(table),
    ],
    [
      'does not hold what was taken without waiting',
      [title.HELD, title.LOST, title.KNOWS_FIRST],
      (table) =>
        new (class extends TableCoordinator {
          override async tryAcquire(uuid: string) {
            const lease = await super.tryAcquire(uuid);
            await lease?.release();
            return lease;
          }
        })(table),
    ],
    [
      'hears of leases that nobody holds',
      [title.HEARS],
      (table) => Object.assign(new TableCoordinator(table), { seemsHeld: () => true }),
    ],
    [
      'never hears of a lease',
      [title.HEARS],
      (table) => Object.assign(new TableCoordinator(table), { seemsHeld: () => false }),
    ],
    [
      'lets those in first who do not wait',
      [title.SLIP],
      (table) =>
        new (class extends TableCoordinator {
          override async acquire(uuid: string, options?: AcquireOptions) {
            options?.signal?.throwIfAborted();
            let lease = await super.tryAcquire(uuid);
            while (lease === undefined) {
              options?.signal?.throwIfAborted();
              await new Promise(setImmediate);
              lease = await super.tryAcquire(uuid);
            }
            return lease;
          }
        })(table),
    ],
    [
      'has one lease for all nodes',
      [title.HEARS, title.APART],
      (table) =>
        new (class extends TableCoordinator {
          override key = () => 'all';
        })(table),
    ],
    [
      'frees whatever is held when released again',
      [title.TWICE, title.LOST, title.KNOWS_FIRST],
      (table) =>
        new (class extends TableCoordinator {
          override lease(uuid: string) {
            const lease = super.lease(uuid);
            const release = async (): Promise<void> => {
              this.held.delete(lease);
              this.table.free(uuid);
            };
            return { ...lease, release };
          }
        })(table),
    ],
    [
      'goes on waiting for who gave up',
      [title.PATIENCE],
      (table) =>
        new (class extends TableCoordinator {
          override acquire = (uuid: string) => super.acquire(uuid);
        })(table),
    ],
    [
      'has fences that fall',
      [title.FENCE, title.LOST],
      (table) =>
        new (class extends TableCoordinator {
          override fence = () => 1_000_000 - ++this.table.fence;
        })(table),
    ],
    [
      'counts fences in every process by itself',
      [title.FENCE],
      (table, first) =>
        new (class extends TableCoordinator {
          count = first ? 0 : 1000;
          override fence = () => ++this.count;
        })(table),
    ],
    [
      'has fences with fractions',
      [title.FENCE],
      (table) =>
        new (class extends TableCoordinator {
          override fence = () => ++this.table.fence + 0.5;
        })(table),
    ],
    [
      'never tells that a lease was lost',
      [title.CLOSED, title.LOST, title.KNOWS_FIRST],
      (table) =>
        new (class extends TableCoordinator {
          override drop = (lease: Lease) => lease.release();
        })(table),
    ],
    [
      'cries loss while the lease is held',
      [title.QUIET, title.LOST, title.LEFT],
      (table) =>
        new (class extends TableCoordinator {
          override lease(uuid: string) {
            return { ...super.lease(uuid), signal: AbortSignal.abort(new Error('lost')) };
          }
        })(table),
    ],
    [
      'does not say why a lease was lost',
      [title.CLOSED, title.LOST],
      (table) =>
        new (class extends TableCoordinator {
          override drop = (lease: Lease, controller: AbortController) => {
            controller.abort('lost');
            return lease.release();
          };
        })(table),
    ],
    [
      'keeps a lease that was taken away',
      [title.LOST, title.KNOWS_FIRST],
      (table) =>
        new (class extends TableCoordinator {
          override async drop(lease: Lease, controller: AbortController, why: string) {
            controller.abort(new Error(why));
            if (why === 'closed') await lease.release();
          }
        })(table),
    ],
    [
      'has a realm of its own in every process',
      [title.EXCLUSIVE],
      (table, first) => Object.assign(new TableCoordinator(table), { realm: String(first) }),
    ],
    [
      'leaves its leases behind',
      [title.END, title.CLOSED, title.ENDED],
      (table) => Object.assign(new TableCoordinator(table), { close: undefined }),
    ],
  ];
  for (const [what, titles, make] of wrong) {
    it(`finds a coordinator that ${what}`, async () => {
      expect(await failuresWith(make)).to.have.members(titles);
    });
  }

  it('finds a coordinator that is alone and does not lead', async () => {
    const idle: Make = (table) => Object.assign(new TableCoordinator(table), { exclusive: true });
    expect(await failuresWith(idle, 1)).to.deep.equal([title.LEADER]);
  });

  it('wants to see the other process of a coordinator that is not alone', async () => {
    expect(await failuresWith(right, 1)).to.deep.equal([title.EXCLUSIVE]);
  });
});
