import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { pino } from 'pino';
import { InspectorError, type BareMetal, type Coordinator, type Lease } from '@inspector/plugin-api';
import { BmcResolver } from '@inspector/plugin-api/bmc';
import { LocalLeases } from '@inspector/coordination-local/local-leases.js';
import { abort } from '../../src/conductor/abort.js';
import { BackgroundWork } from '../../src/conductor/background.js';
import { failUnsettled } from '../../src/conductor/clean-up.js';
import { continueIntrospection } from '../../src/conductor/continue.js';
import { LocalRebootDelay } from '../../src/conductor/delay.js';
import { introspect } from '../../src/conductor/introspect.js';
import { reapply } from '../../src/conductor/reapply.js';
import { MemoryRecentPosts } from '../../src/conductor/recent-posts.js';
import type { ConductorServices } from '../../src/conductor/services.js';
import { MemoryUnsettledFailures } from '../../src/conductor/unsettled.js';
import { resolveConfig } from '../../src/config/load.js';
import type { StoredEvent } from '../../src/db/types.js';
import type { Database } from '../../src/db/types.js';
import { createMetrics } from '../../src/metrics/metrics.js';
import { MemoryBackend } from '../storage/memory-backend.js';
import { fakeHooks } from './conductor-world.js';

/** Numbers from 0 to below 1 that a seed decides: a linear congruential generator (constants of Numerical Recipes). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

/** What the processes share: leases, of which one in three is taken away at some moment, often without the holder knowing. */
class StolenLeases implements Coordinator {
  readonly exclusive = false;
  readonly realm = 'thieves';
  readonly #leases = new LocalLeases();
  stolen = 0;

  constructor(private readonly random: () => number) {}

  isLeader(): boolean {
    return false;
  }

  async acquire(uuid: string): Promise<Lease> {
    return this.#watched(await this.#leases.acquire(uuid));
  }

  async tryAcquire(uuid: string): Promise<Lease | undefined> {
    const lease = await this.#leases.tryAcquire(uuid);
    return lease && this.#watched(lease);
  }

  #watched(lease: Lease): Lease {
    const controller = new AbortController();
    let over = false;
    const tells = this.random() < 0.5;
    if (this.random() < 0.34) {
      void turns(Math.floor(this.random() * 30)).then(async () => {
        if (over) return;
        this.stolen++;
        if (tells) controller.abort(new Error('stolen'));
        await lease.release();
      });
    }
    return {
      signal: controller.signal,
      fence: lease.fence,
      release: async () => {
        over = true;
        await lease.release();
      },
    };
  }
}

interface Machine {
  readonly uuid: string;
  readonly mac: string;
}

function servicesOf(
  database: Database,
  coordinator: Coordinator,
  machines: readonly Machine[],
): ConductorServices {
  const log = pino({ level: 'silent' });
  const macs = new Map(machines.map(({ uuid, mac }) => [uuid, mac]));
  const soon = async <T>(value: T): Promise<T> => {
    await turns(1);
    return value;
  };
  const baremetal: Partial<BareMetal> = {
    getNode: (uuid) => soon({ uuid, provision_state: 'manageable', driver_info: {} }),
    validatePower: () => soon({ ok: true }),
    listNodePorts: (uuid) => soon([{ uuid: `port-${uuid}`, address: macs.get(uuid) ?? '' }]),
    setBootDevice: () => soon(undefined),
    setPowerState: () => soon(undefined),
  };
  return {
    config: resolveConfig({}),
    log,
    metrics: createMetrics(),
    database,
    baremetal: baremetal as BareMetal,
    storage: Object.assign(new MemoryBackend(), { get: async () => '{}' }),
    coordinator,
    filter: { sync: () => turns(1) },
    hooks: fakeHooks(() => turns(1)),
    rules: { apply: () => turns(1) },
    nodeNotFound: undefined,
    bmc: new BmcResolver([]),
    background: new BackgroundWork(20, log),
    delay: new LocalRebootDelay(0, new AbortController().signal),
    recent: new MemoryRecentPosts(),
    unsettled: new MemoryUnsettledFailures(),
  };
}

type Operation = (machine: Machine, services: ConductorServices) => Promise<unknown>;
const OPERATIONS: readonly Operation[] = [
  ({ uuid }, services) => introspect(uuid, { manageBoot: true }, services),
  ({ uuid }, services) => introspect(uuid, { manageBoot: false }, services),
  ({ mac }, services) => {
    const data = { all_interfaces: { eth0: { mac } } };
    return continueIntrospection({ text: JSON.stringify(data), data }, services);
  },
  ({ uuid }, services) => reapply(uuid, undefined, services),
  ({ uuid }, services) => abort(uuid, services),
  (_, services) => failUnsettled(services),
];

const OVER = ['finished', 'error'];

/** Transitions of one node in the order of their ids, without what the hooks did. */
const transitions = (events: readonly StoredEvent[]): StoredEvent[] =>
  events.filter(({ type }) => type !== 'introspection.hooks');

function expectWhole(events: readonly StoredEvent[]): void {
  let [state, fence, introspection]: [unknown, number, string | null] = [null, 0, null];
  for (const { body, introspection: id } of events) {
    const what = JSON.stringify({ state, fence, introspection, next: { ...body, id } });
    expect(body['from'], what).to.equal(state);
    expect(body['fence'], what).to.be.at.least(fence);
    if (id !== introspection) expect(body['event'], what).to.equal('start');
    if (OVER.includes(String(state)) && id === introspection) expect(body['event'], what).to.equal('reapply');
    [state, fence, introspection] = [body['to'], Number(body['fence']), id];
  }
}

/**
 * Two services on one database whose leases are stolen: the records and their events stay whole.
 *
 * @param open - opens the database for one of them
 * @param operations - how many there are
 */
export function stolenLeasesSuite(open: () => Promise<Database>, operations: number): void {
  const seed = Number(process.env['INSPECTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

  it(`keeps records and events whole while leases are stolen (seed ${seed})`, async () => {
    const random = seeded(seed);
    const databases = [await open(), await open()];
    const machines = Array.from({ length: 12 }, (_, index) => ({
      uuid: randomUUID(),
      mac: `52:54:00:00:77:${String(index).padStart(2, '0')}`,
    }));
    const leases = new StolenLeases(random);
    const services = databases.map((database) => servicesOf(database, leases, machines));
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const surprises: unknown[] = [];
    let left = operations;
    const work = async (): Promise<void> => {
      while (left-- > 0) {
        try {
          await pick(OPERATIONS)(pick(machines), pick(services));
        } catch (error) {
          if (!InspectorError.is(error)) surprises.push(error);
        }
      }
    };
    try {
      await Promise.all(Array.from({ length: 8 }, work));
      while (!(await Promise.all(services.map(({ background }) => background.drain(60_000)))).every(Boolean));
      for (let round = 0; round < 20; round++) for (const one of services) await failUnsettled(one);

      expect(surprises).to.deep.equal([]);
      expect(leases.stolen).to.be.greaterThan(operations / 50);
      const [database] = databases as [Database, ...Database[]];
      for (const { uuid } of machines) {
        const events = transitions(await database.events.after(0, { node: uuid, limit: operations * 10 }));
        expectWhole(events);
        const record = await database.records.get(uuid);
        expect(record?.state).to.equal(events.at(-1)?.body['to']);
        expect(record?.introspection ?? null).to.equal(events.at(-1)?.introspection ?? null);
        if (record) expect(record.state).to.be.oneOf([...OVER, 'waiting']);
      }
    } finally {
      for (const database of databases) await database.close();
    }
  });
}
