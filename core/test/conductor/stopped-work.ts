import {
  type BareMetal,
  type Coordinator,
  InspectorError,
  type ErrorCodeName,
  type JsonObject,
} from '@inspector/plugin-api';
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
export class Gate {
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

/** A step of the work on a node. */
export type Step = 'hook' | 'rule' | 'storage' | 'filter' | keyof BareMetal;

/** The steps that the operations on a node can be stopped in. */
export const STEPS = [
  ['start', ['listNodePorts', 'filter', 'setBootDevice', 'setPowerState']],
  ['continue', ['storage', 'hook', 'filter', 'rule', 'setPowerState']],
  ['reapply', ['storage', 'hook', 'rule']],
  ['abort', ['setPowerState']],
] as const satisfies readonly (readonly [string, readonly Step[]])[];

/** A conductor in which one step of the work on a node stops the first time, and goes on changing things afterwards. */
export interface StoppedWork {
  readonly world: ConductorWorld;
  /** Where the work stops. */
  readonly gate: Gate;
  /** What a hook or rule could still do to the node after the gate. */
  readonly used: readonly string[];
  /** Starts a node. */
  start(uuid: string): Promise<void>;
  /** Posts data of the machine of `begins.continue` once more. */
  post(more: JsonObject): Promise<unknown>;
  /** Begins each operation, on a node of its own. */
  readonly begins: Readonly<
    Record<
      'start' | 'continue' | 'reapply' | 'abort',
      () => Promise<{ readonly record: StoredRecord; readonly work: Promise<unknown> }>
    >
  >;
}

/**
 * Makes one.
 *
 * @param over - the code of the error that is expected of uses of the node after the gate
 */
export async function stoppedWork(
  step: Step,
  coordinator: Coordinator,
  over: ErrorCodeName,
): Promise<StoppedWork> {
  const gate = new Gate();
  const used: string[] = [];
  let stopped = false;
  const stop = async (here: Step): Promise<void> => {
    if (here !== step || stopped) return;
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
        if (!InspectorError.is(error) || error.code !== over) throw error;
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
  const world = await conductorWorld(
    {},
    {
      coordinator,
      storage,
      filter: { sync: () => stop('filter') },
      hooks: fakeHooks(async (node) => {
        if (step !== 'hook') return;
        await stop('hook');
        await meddle(node);
      }),
      rules: {
        apply: async (_, node) => {
          if (step !== 'rule') return;
          await stop('rule');
          await meddle(node as never);
        },
      },
    },
    baremetal,
  );
  const node = async (...details: Parameters<ConductorWorld['record']>): Promise<StoredRecord> => {
    const record = await world.record(...details);
    world.nodes.set(record.uuid, { uuid: record.uuid, provision_state: 'manageable', driver_info: {} });
    return record;
  };
  const start = (uuid: string) => introspect(uuid, { manageBoot: true }, world.services);
  const post = (more: JsonObject): Promise<unknown> => {
    const data = { ...DATA, ...more };
    return continueIntrospection({ text: JSON.stringify(data), data }, world.services);
  };
  const begins = {
    async start() {
      const record = await node('finished', { finishedAt: PAST });
      return { record, work: start(record.uuid) };
    },
    async continue() {
      const record = await node('waiting');
      await world.database.records.addAttributes(record.uuid, [{ name: 'mac', value: MAC }], 0);
      return { record, work: post({}) };
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
  return { world, gate, used, start, post, begins };
}
