import type {
  BareMetalNode,
  BareMetalPort,
  HookDefinition,
  HookInstance,
  IntrospectionData,
  JsonObject,
  NodeHandle,
} from '@inspector/plugin-api';
import { copyJson } from '@inspector/plugin-api/json';
import type { RecordedChanges } from '../node/recorded-changes.js';
import type { RecordedLog } from '../node/recorded-log.js';
import { createWorld, type WorldOptions } from '../node/world.js';
import { createContext, type ContextOptions } from './context.js';

/** What a hook is run with. */
export interface HookRun extends WorldOptions, Pick<ContextOptions, 'options' | 'service'> {
  /** The posted data; the hook gets a copy. Default `{}`. */
  readonly data?: IntrospectionData;
  /** Which parts to run; default both that the hook has. */
  readonly phases?: readonly ('beforeProcessing' | 'beforeUpdate')[];
}

/** What a hook did. */
export interface HookResult {
  /** The data as the hook left them. */
  readonly data: JsonObject;
  /** The node and its ports (by lower-case MAC) in the bare metal service afterwards. */
  readonly node: BareMetalNode;
  readonly ports: ReadonlyMap<string, BareMetalPort>;
  /** What the hook asked for, in order. */
  readonly changes: RecordedChanges;
  readonly log: RecordedLog;
  /** The handle, for its options and attributes. */
  readonly handle: NodeHandle;
}

/**
 * Runs one hook on one machine without a server: sets it up, runs `beforeProcessing` and `beforeUpdate`, sends
 * the changes it collected to a bare metal service in memory, closes it. What the hook or the service throws
 * is thrown.
 */
export const runHook = <Options>(
  definition: HookDefinition<Options>,
  { options = {}, ...run }: HookRun = {},
): Promise<HookResult> => runInOrder([{ definition, options }], run);

/** A hook with its options. */
export interface HookWithOptions {
  readonly definition: HookDefinition<never>;
  readonly options: JsonObject;
}

/** Runs hooks on one machine, each phase of all before the next one. */
export async function runInOrder(
  hooks: readonly HookWithOptions[],
  { data = {}, phases = ['beforeProcessing', 'beforeUpdate'], service = {}, ...world }: HookRun,
): Promise<HookResult> {
  const { baremetal, node, changes, log } = createWorld(world);
  const copy = copyJson(data);
  const instances: HookInstance[] = [];
  try {
    for (const { definition, options } of hooks) {
      const context = createContext<never>(definition, { options, service, log, baremetal });
      instances.push(await definition.setup(context));
    }
    const call = { signal: new AbortController().signal };
    if (phases.includes('beforeProcessing'))
      for (const instance of instances) await instance.beforeProcessing?.(copy, call);
    if (phases.includes('beforeUpdate'))
      for (const instance of instances) await instance.beforeUpdate?.(copy, node, call);
    await node.flush();
    node.invalidateCache();
  } finally {
    for (const instance of instances.reverse()) await instance.close?.();
  }
  return {
    data: copy,
    node: await node.node(),
    ports: await node.ports(),
    changes,
    log,
    handle: node,
  };
}
