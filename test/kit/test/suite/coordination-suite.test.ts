import type { Coordinator, NodeLock } from '@inspector/plugin-api';
import { expect } from 'chai';
import { coordinationSuite, type CoordinationUnderTest } from '../../src/index.js';
import { failuresOf, outcomesOf } from './collected.js';

/** The locks several processes share: who holds each, then who waits for it. */
class Table {
  readonly queues = new Map<string, (() => void)[]>();

  take(uuid: string): boolean {
    if (this.queues.has(uuid)) return false;
    this.queues.set(uuid, []);
    return true;
  }

  async wait(uuid: string): Promise<void> {
    if (this.take(uuid)) return;
    await new Promise<void>((resolve) => this.queues.get(uuid)?.push(resolve));
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
  readonly held = new Set<NodeLock>();

  constructor(
    readonly table: Table,
    readonly leads: boolean,
  ) {}

  isLeader(): boolean {
    return this.leads;
  }

  async acquire(uuid: string): Promise<NodeLock> {
    await this.table.wait(this.key(uuid));
    return this.lock(uuid);
  }

  async tryAcquire(uuid: string): Promise<NodeLock | undefined> {
    return this.table.take(this.key(uuid)) ? this.lock(uuid) : undefined;
  }

  key(uuid: string): string {
    return uuid;
  }

  lock(uuid: string): NodeLock {
    const lock: NodeLock = {
      release: async () => {
        if (this.held.delete(lock)) this.table.free(this.key(uuid));
      },
    };
    this.held.add(lock);
    return lock;
  }

  async close(): Promise<void> {
    for (const lock of this.held) await lock.release();
  }
}

type Make = (table: Table, leads: boolean) => Coordinator;
const right: Make = (table, leads) => new TableCoordinator(table, leads);
const alone: Make = (table) => Object.assign(new TableCoordinator(table, true), { exclusive: true });

const underTest = (make: Make, processes: number): CoordinationUnderTest => {
  const table = new Table();
  return {
    coordinator: make(table, true),
    ...(processes > 1 ? { another: async () => make(table, false) } : {}),
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

const EXCLUSIVE = 'says truthfully whether its locks are known to this process only';
const LEADER = 'has one leader at most, and one that is alone leads';
const ONE = 'gives the lock of a node to one at a time';
const ORDER = 'serves those who wait in the order in which they came';
const HELD = 'says at once that a lock is held, to every process';
const SLIP = 'lets nobody slip in before those who wait';
const APART = 'keeps nodes apart';
const TWICE = 'frees nothing when a lock is released twice';
const END = 'frees the locks of a process that ends';

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
      'gives the lock to everybody who asks',
      [ONE],
      (table, leads) =>
        new (class extends TableCoordinator {
          override async acquire(uuid: string) {
            const waiting = super.acquire(uuid);
            return Promise.race([
              waiting,
              new Promise<NodeLock>((resolve) => setImmediate(() => resolve(this.lock(uuid)))),
            ]);
          }
        })(table, leads),
    ],
    [
      'shares nothing with the other process',
      [ONE, HELD],
      (_table, leads) => new TableCoordinator(new Table(), leads),
    ],
    [
      'serves the last one first',
      [ORDER],
      (table, leads) =>
        new (class extends TableCoordinator {
          override async acquire(uuid: string) {
            const queue = this.table.queues.get(uuid);
            if (queue === undefined) return super.acquire(uuid);
            await new Promise<void>((resolve) => queue.unshift(resolve));
            return this.lock(uuid);
          }
        })(table, leads),
    ],
    [
      'does not hold what was taken without waiting',
      [HELD],
      (table, leads) =>
        new (class extends TableCoordinator {
          override async tryAcquire(uuid: string) {
            const lock = await super.tryAcquire(uuid);
            await lock?.release();
            return lock;
          }
        })(table, leads),
    ],
    [
      'lets those in first who do not wait',
      [SLIP],
      (table, leads) =>
        new (class extends TableCoordinator {
          override async acquire(uuid: string) {
            let lock = await super.tryAcquire(uuid);
            while (lock === undefined) {
              await new Promise(setImmediate);
              lock = await super.tryAcquire(uuid);
            }
            return lock;
          }
        })(table, leads),
    ],
    [
      'has one lock for all nodes',
      [APART],
      (table, leads) =>
        new (class extends TableCoordinator {
          override key = () => 'all';
        })(table, leads),
    ],
    [
      'frees whatever is held when released again',
      [TWICE],
      (table, leads) =>
        new (class extends TableCoordinator {
          override lock(uuid: string) {
            const lock: NodeLock = {
              release: async () => {
                this.held.delete(lock);
                this.table.free(uuid);
              },
            };
            this.held.add(lock);
            return lock;
          }
        })(table, leads),
    ],
    [
      'leaves its locks behind',
      [END],
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
