import type { AcquireOptions, Coordinator, Lease } from '@inspector/plugin-api';
import { expect } from 'chai';
import { coordinationSuite, type CoordinationUnderTest } from '../../src/index.js';
import { failuresOf, outcomesOf } from './collected.js';

/** The leases several processes share: who holds each, then who waits for it. */
class Table {
  fence = 0;
  readonly queues = new Map<string, (() => void)[]>();

  take(uuid: string): boolean {
    if (this.queues.has(uuid)) return false;
    this.queues.set(uuid, []);
    return true;
  }

  async wait(uuid: string, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.take(uuid)) return;
    await new Promise<void>((resolve, reject) => {
      this.queues.get(uuid)?.push(resolve);
      signal?.addEventListener('abort', () => {
        this.leave(uuid, resolve);
        reject(signal.reason as Error);
      });
    });
  }

  leave(uuid: string, waiter: () => void): void {
    const queue = this.queues.get(uuid) ?? [];
    const place = queue.indexOf(waiter);
    if (place >= 0) queue.splice(place, 1);
  }

  free(uuid: string): void {
    const next = this.queues.get(uuid)?.shift();
    if (next === undefined) this.queues.delete(uuid);
    else next();
  }
}

/** A coordinator that is right; its parts are for others to get wrong. */
class TableCoordinator implements Coordinator {
  exclusive = false;
  realm = 'table';
  readonly held = new Map<Lease, { readonly key: string; readonly controller: AbortController }>();

  constructor(
    readonly table: Table,
    readonly leads: boolean,
  ) {}

  isLeader(): boolean {
    return this.leads;
  }

  async acquire(uuid: string, options?: AcquireOptions): Promise<Lease> {
    await this.table.wait(this.key(uuid), options?.signal);
    return this.lease(uuid);
  }

  async tryAcquire(uuid: string): Promise<Lease | undefined> {
    return this.table.take(this.key(uuid)) ? this.lease(uuid) : undefined;
  }

  key(uuid: string): string {
    return uuid;
  }

  fence(): number {
    return ++this.table.fence;
  }

  lease(uuid: string): Lease {
    const key = this.key(uuid);
    const controller = new AbortController();
    const lease: Lease = {
      signal: controller.signal,
      fence: this.fence(),
      release: async () => {
        if (this.held.delete(lease)) this.table.free(key);
      },
    };
    this.held.set(lease, { key, controller });
    return lease;
  }

  async lose(uuid: string): Promise<void> {
    for (const [lease, { key, controller }] of this.held) {
      if (key === this.key(uuid)) await this.drop(lease, controller, 'taken away');
    }
  }

  async close(): Promise<void> {
    for (const [lease, { controller }] of this.held) await this.drop(lease, controller, 'closed');
  }

  async drop(lease: Lease, controller: AbortController, why: string): Promise<void> {
    controller.abort(new Error(why));
    await lease.release();
  }
}

type Make = (table: Table, leads: boolean) => TableCoordinator;
const right: Make = (table, leads) => new TableCoordinator(table, leads);
const alone: Make = (table) => Object.assign(new TableCoordinator(table, true), { exclusive: true });

const underTest = (make: Make, processes: number): CoordinationUnderTest => {
  const table = new Table();
  const coordinator = make(table, true);
  const shared = { another: async () => make(table, false), lose: (uuid: string) => coordinator.lose(uuid) };
  return {
    coordinator,
    ...(processes > 1 ? shared : {}),
    cleanUp: async () => undefined,
  };
};

coordinationSuite({ describe, it, name: 'two processes', create: async () => underTest(right, 2) });
coordinationSuite({ describe, it, name: 'one process', create: async () => underTest(alone, 1) });

const failuresWith = async (make: Make, processes = 2): Promise<string[]> =>
  failuresOf(
    await outcomesOf((functions) =>
      coordinationSuite({ ...functions, create: async () => underTest(make, processes) }),
    ),
  );

const EXCLUSIVE = 'says truthfully whether its leases are known to this process only';
const LEADER = 'has one leader at most, and one that is alone leads';
const ONE = 'gives the lease of a node to one at a time';
const ORDER = 'serves those who wait in the order in which they came';
const HELD = 'says at once that a lease is held, to every process';
const SLIP = 'lets nobody slip in before those who wait';
const APART = 'keeps nodes apart';
const TWICE = 'frees nothing when a lease is released twice';
const END = 'frees the leases of a process that ends';
const FENCE = 'numbers the leases of a node with fences that grow';
const QUIET = 'keeps the signal of a lease quiet while it is held';
const PATIENCE = 'gives up waiting when told to, and serves who waits behind';
const CLOSED = 'tells the holder when the process ends';
const LOST = 'tells the holder of a lease that was taken away, and frees the node';

describe('coordinationSuite', () => {
  const wrong: [string, string[], Make][] = [
    [
      'says that it is alone, but is not',
      [EXCLUSIVE],
      (table, leads) => Object.assign(new TableCoordinator(table, leads), { exclusive: true }),
    ],
    ['leads in every process', [LEADER], (table) => new TableCoordinator(table, true)],
    [
      'does not know whether it leads',
      [LEADER],
      (table) => Object.assign(new TableCoordinator(table, false), { isLeader: () => undefined }),
    ],
    [
      'gives the lease to everybody who asks',
      [ONE],
      (table, leads) =>
        new (class extends TableCoordinator {
          override async acquire(uuid: string, options?: AcquireOptions) {
            const waiting = super.acquire(uuid, options);
            return Promise.race([
              waiting,
              new Promise<Lease>((resolve) => setImmediate(() => resolve(this.lease(uuid)))),
            ]);
          }
        })(table, leads),
    ],
    [
      'shares nothing with the other process',
      [ONE, HELD, FENCE, LOST],
      (_table, leads) => new TableCoordinator(new Table(), leads),
    ],
    [
      'serves the last one first',
      [ORDER],
      (table, leads) =>
        new (class extends TableCoordinator {
          override async acquire(uuid: string, options?: AcquireOptions) {
            const queue = this.table.queues.get(uuid);
            if (queue === undefined) return super.acquire(uuid, options);
            const waiting = super.acquire(uuid, options);
            queue.unshift(...queue.splice(-1));
            return waiting;
          }
        })(table, leads),
    ],
    [
      'does not hold what was taken without waiting',
      [HELD, LOST],
      (table, leads) =>
        new (class extends TableCoordinator {
          override async tryAcquire(uuid: string) {
            const lease = await super.tryAcquire(uuid);
            await lease?.release();
            return lease;
          }
        })(table, leads),
    ],
    [
      'lets those in first who do not wait',
      [SLIP],
      (table, leads) =>
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
        })(table, leads),
    ],
    [
      'has one lease for all nodes',
      [APART],
      (table, leads) =>
        new (class extends TableCoordinator {
          override key = () => 'all';
        })(table, leads),
    ],
    [
      'frees whatever is held when released again',
      [TWICE, LOST],
      (table, leads) =>
        new (class extends TableCoordinator {
          override lease(uuid: string) {
            const lease = super.lease(uuid);
            const release = async (): Promise<void> => {
              this.held.delete(lease);
              this.table.free(uuid);
            };
            return { ...lease, release };
          }
        })(table, leads),
    ],
    [
      'goes on waiting for who gave up',
      [PATIENCE],
      (table, leads) =>
        new (class extends TableCoordinator {
          override acquire = (uuid: string) => super.acquire(uuid);
        })(table, leads),
    ],
    [
      'has fences that fall',
      [FENCE, LOST],
      (table, leads) =>
        new (class extends TableCoordinator {
          override fence = () => 1_000_000 - ++this.table.fence;
        })(table, leads),
    ],
    [
      'counts fences in every process by itself',
      [FENCE],
      (table, leads) =>
        new (class extends TableCoordinator {
          count = leads ? 0 : 1000;
          override fence = () => ++this.count;
        })(table, leads),
    ],
    [
      'has fences with fractions',
      [FENCE],
      (table, leads) =>
        new (class extends TableCoordinator {
          override fence = () => ++this.table.fence + 0.5;
        })(table, leads),
    ],
    [
      'never tells that a lease was lost',
      [CLOSED, LOST],
      (table, leads) =>
        new (class extends TableCoordinator {
          override drop = (lease: Lease) => lease.release();
        })(table, leads),
    ],
    [
      'cries loss while the lease is held',
      [QUIET, LOST],
      (table, leads) =>
        new (class extends TableCoordinator {
          override lease(uuid: string) {
            return { ...super.lease(uuid), signal: AbortSignal.abort(new Error('lost')) };
          }
        })(table, leads),
    ],
    [
      'does not say why a lease was lost',
      [CLOSED, LOST],
      (table, leads) =>
        new (class extends TableCoordinator {
          override drop = (lease: Lease, controller: AbortController) => {
            controller.abort('lost');
            return lease.release();
          };
        })(table, leads),
    ],
    [
      'keeps a lease that was taken away',
      [LOST],
      (table, leads) =>
        new (class extends TableCoordinator {
          override async drop(lease: Lease, controller: AbortController, why: string) {
            controller.abort(new Error(why));
            if (why === 'closed') await lease.release();
          }
        })(table, leads),
    ],
    [
      'has a realm of its own in every process',
      [EXCLUSIVE],
      (table, leads) => Object.assign(new TableCoordinator(table, leads), { realm: String(leads) }),
    ],
    [
      'leaves its leases behind',
      [END, CLOSED],
      (table, leads) => Object.assign(new TableCoordinator(table, leads), { close: undefined }),
    ],
  ];
  for (const [what, titles, make] of wrong) {
    it(`finds a coordinator that ${what}`, async () => {
      expect(await failuresWith(make)).to.deep.equal(titles);
    });
  }

  it('finds a coordinator that is alone and does not lead', async () => {
    const idle: Make = (table) => Object.assign(new TableCoordinator(table, false), { exclusive: true });
    expect(await failuresWith(idle, 1)).to.deep.equal([LEADER]);
  });

  it('wants to see the other process of a coordinator that is not alone', async () => {
    expect(await failuresWith(right, 1)).to.deep.equal([EXCLUSIVE]);
  });
});
