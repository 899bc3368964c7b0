import { expect } from 'chai';
import { type BareMetal, InspectorError, type Lease } from '@inspector/plugin-api';
import { LocalLeases } from '@inspector/coordination-local/local-leases.js';
import { failUnsettled } from '../../src/conductor/clean-up.js';
import { abort } from '../../src/conductor/abort.js';
import { continueIntrospection } from '../../src/conductor/continue.js';
import { introspect } from '../../src/conductor/introspect.js';
import { reapply } from '../../src/conductor/reapply.js';
import type { ConductorServices } from '../../src/conductor/services.js';
import type { StoredRecord } from '../../src/db/types.js';
import { MemoryBackend } from '../storage/memory-backend.js';
import { conductorWorld, fakeHooks, PAST, type ConductorWorld } from './conductor-world.js';

const MAC = '52:54:00:00:00:01';
const DATA = { all_interfaces: { eth0: { mac: MAC } } };

/** A step that other work waits for: it stops there until it is let go. */
class Gate {
  readonly #reached: Promise<void>;
  readonly #opened: Promise<void>;
  #reach: () => void = () => undefined;
  open: () => void = () => undefined;

  constructor() {
    this.#reached = new Promise((resolve) => (this.#reach = resolve));
    this.#opened = new Promise((resolve) => (this.open = resolve));
  }

  /** What stands at the step. */
  readonly pass = (): Promise<void> => {
    this.#reach();
    return this.#opened;
  };

  /** Resolves when somebody stands at the step. */
  reached(): Promise<void> {
    return this.#reached;
  }
}

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

type Phase = 'hook' | 'rule' | 'storage' | 'filter' | keyof BareMetal;

describe('a lease that is lost', () => {
  let world: ConductorWorld;
  let leases: LosableLeases;
  let gate: Gate;
  let used: string[];
  afterEach(() => world.close());

  /** Services of which one step stops at the gate the first time, and goes on changing things afterwards. */
  const begin = async (phase: Phase): Promise<void> => {
    gate = new Gate();
    leases = new LosableLeases();
    used = [];
    let stopped = false;
    const stop = async (here: Phase): Promise<void> => {
      if (here !== phase || stopped) return;
      stopped = true;
      await gate.pass();
    };
    const meddle = async (
      node: Parameters<ReturnType<ConductorServices['hooks']['begin']>['beforeUpdate']>[0],
    ) => {
      for (const use of [
        () => node.patch([{ op: 'add', path: '/extra/late', value: 1 }]),
        () => node.flush(),
        () => node.addTrait('LATE'),
        () => node.createPorts([MAC]),
        () => node.setOption('late', 1),
        () => node.addAttribute('late', 'x'),
      ]) {
        try {
          await use();
          used.push(String(use));
        } catch (error) {
          if (!InspectorError.is(error) || error.code !== 'INSP_LEASE_LOST') throw error;
        }
      }
    };
    const storage = Object.assign(new MemoryBackend(), { save: () => stop('storage') });
    const method = (name: keyof BareMetal, result: unknown) => async () => {
      await stop(name);
      return result;
    };
    const baremetal: Partial<BareMetal> = {
      validatePower: async () => ({ ok: true }),
      listNodePorts: method('listNodePorts', [{ uuid: 'port', address: MAC }]) as BareMetal['listNodePorts'],
      setBootDevice: method('setBootDevice', undefined) as BareMetal['setBootDevice'],
      setPowerState: method('setPowerState', undefined) as BareMetal['setPowerState'],
      patchNode: async (uuid) => ({ uuid }),
      addTrait: async () => undefined,
    };
    world = await conductorWorld(
      {},
      {
        coordinator: {
          acquire: (uuid) => leases.acquire(uuid),
          tryAcquire: (uuid) => leases.tryAcquire(uuid),
          isLeader: () => true,
          exclusive: true,
        },
        storage,
        filter: { sync: () => stop('filter') },
        hooks: fakeHooks(async (node) => {
          if (phase !== 'hook') return;
          await stop('hook');
          await meddle(node);
        }),
        rules: {
          apply: async (_, node) => {
            if (phase !== 'rule') return;
            await stop('rule');
            await meddle(node as never);
          },
        },
      },
      baremetal,
    );
  };
  const node = async (...details: Parameters<ConductorWorld['record']>): Promise<StoredRecord> => {
    const record = await world.record(...details);
    world.nodes.set(record.uuid, { uuid: record.uuid, provision_state: 'manageable', driver_info: {} });
    return record;
  };
  const start = (uuid: string) => introspect(uuid, { manageBoot: true }, world.services);
  const begins = {
    async start() {
      const record = await node('finished', { finishedAt: PAST });
      return { record, work: start(record.uuid) };
    },
    async continue() {
      const record = await node('waiting');
      await world.database.records.addAttributes(record.uuid, [{ name: 'mac', value: MAC }], 0);
      const posted = { text: JSON.stringify(DATA), data: DATA };
      return { record, work: continueIntrospection(posted, world.services) };
    },
    async reapply() {
      const record = await node('finished', { finishedAt: PAST });
      const posted = { text: '{}', data: {} };
      return { record, work: reapply(record.uuid, posted, world.services) };
    },
    async abort() {
      const record = await node('waiting');
      return { record, work: abort(record.uuid, world.services) };
    },
  };

  for (const [operation, phases] of [
    ['start', ['listNodePorts', 'filter', 'setBootDevice', 'setPowerState']],
    ['continue', ['storage', 'hook', 'filter', 'rule', 'setPowerState']],
    ['reapply', ['storage', 'hook', 'rule']],
    ['abort', ['setPowerState']],
  ] as const) {
    for (const phase of phases) {
      it(`ends a ${operation} in its step ${phase} without another write or request`, async () => {
        await begin(phase);
        const { record, work } = await begins[operation]();
        const answered = work.catch((error: unknown) => error);
        await gate.reached();
        await leases.lose(record.uuid);
        const before = await world.now(record);
        const attributes = await world.database.records.attributes(record.uuid);
        const events = await world.database.events.range();
        const asked = world.asked.length;
        gate.open();
        const answer = await answered;
        await world.services.background.drain(5000);

        expect(await world.now(record)).to.deep.equal(before);
        expect(await world.database.records.attributes(record.uuid)).to.deep.equal(attributes);
        expect((await world.database.records.options(record.uuid)).size).to.equal(0);
        expect(await world.database.events.range()).to.deep.equal(events);
        expect(world.asked.slice(asked)).to.deep.equal([]);
        expect(used).to.deep.equal([]);
        if (answer instanceof Error) {
          expect(answer).to.include({ code: 'INSP_LEASE_LOST', status: 503 });
        }
      });

      it(`in the step ${phase} of a ${operation} lets the node be started again`, async () => {
        await begin(phase);
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
