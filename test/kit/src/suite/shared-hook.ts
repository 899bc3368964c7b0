import { AsyncLocalStorage } from 'node:async_hooks';
import {
  InspectorError,
  type BareMetal,
  type HookDefinition,
  type HookInstance,
  type NodeHandle,
  type PluginLog,
} from '@inspector/plugin-api';
import { copyJson } from '@inspector/plugin-api/json';
import { createWorld, type World } from '../node/world.js';
import { createContext } from '../plugin/context.js';
import type { HookRun } from '../plugin/run-hook.js';

/** What a hook did to one machine, in a form that can be compared. */
export interface HookEffect {
  readonly data: HookRun['data'];
  readonly changes: World['changes'];
  /** Code of the error it ended with. */
  readonly failure: string | undefined;
}

/** A hook that was set up once, for several machines. */
export interface SharedHook {
  /** Its options, as it has them now. */
  readonly config: unknown;
  /** Runs it on a machine; coded errors are results. */
  work(run: HookRun): Promise<HookEffect>;
  /** What it asked of the node of a machine after it had ended for that machine: names of methods. */
  readonly late: readonly string[];
  close(): Promise<void>;
}

/** Sets a hook up once. Bare metal service and log of its context are those of the machine it works on. */
export async function shareHook<Options>(
  definition: HookDefinition<Options>,
  { options = {}, service = {} }: HookRun,
): Promise<SharedHook> {
  const current = new AsyncLocalStorage<World>();
  const nobody = createWorld();
  const inCurrent = <T extends object>(of: (world: World) => T): T =>
    new Proxy({} as T, { get: (_target, name) => Reflect.get(of(current.getStore() ?? nobody), name) });
  const baremetal = inCurrent<BareMetal>((world) => world.baremetal);
  const log = inCurrent<PluginLog>((world) => world.log);
  const context = createContext<Options>(definition, { options, service, log, baremetal });
  const instance = await definition.setup(context);
  const late: string[] = [];
  return {
    config: context.config,
    late,
    async work({ data = {}, ...rest }) {
      const world = createWorld(rest);
      const copy = copyJson(data);
      const { handle, end } = ending(world.node, (method) => late.push(method));
      const failure = await current.run(world, () => runBoth(instance, copy, handle));
      end();
      if (failure === undefined) await world.node.flush();
      return { data: copy, changes: world.changes, failure };
    },
    async close() {
      await instance.close?.();
    },
  };
}

async function runBoth(
  instance: HookInstance,
  data: NonNullable<HookRun['data']>,
  node: NodeHandle,
): Promise<string | undefined> {
  const call = { signal: new AbortController().signal };
  try {
    await instance.beforeProcessing?.(data, call);
    await instance.beforeUpdate?.(data, node, call);
    return undefined;
  } catch (error) {
    if (InspectorError.is(error)) return error.code;
    throw error;
  }
}

/** The handle of a node until it is ended; every method throws then, as those of the service do. */
function ending(
  node: NodeHandle,
  onLate: (method: string) => void,
): { readonly handle: NodeHandle; end(): void } {
  let ended = false;
  const handle = new Proxy(node, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]): unknown => {
        if (!ended) return Reflect.apply(member, target, parameters);
        onLate(String(name));
        throw new Error(`${String(name)} of a node was called after the hook had ended`);
      };
    },
  });
  return {
    handle,
    end() {
      ended = true;
    },
  };
}
