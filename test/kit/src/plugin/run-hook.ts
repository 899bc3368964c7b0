import type {
  BareMetalNode,
  BareMetalPort,
  HookDefinition,
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
export async function runHook<Options>(
  definition: HookDefinition<Options>,
  { data = {}, phases = ['beforeProcessing', 'beforeUpdate'], options, service, ...world }: HookRun = {},
): Promise<HookResult> {
  const { baremetal, node, changes, log } = createWorld(world);
  const given = { ...(options ? { options } : {}), ...(service ? { service } : {}) };
  const instance = await definition.setup(createContext<Options>(definition, { ...given, log, baremetal }));
  const copy = copyJson(data);
  try {
    const call = { signal: new AbortController().signal };
    if (phases.includes('beforeProcessing')) await instance.beforeProcessing?.(copy, call);
    if (phases.includes('beforeUpdate')) await instance.beforeUpdate?.(copy, node, call);
    await node.flush();
    node.invalidateCache();
  } finally {
    await instance.close?.();
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
