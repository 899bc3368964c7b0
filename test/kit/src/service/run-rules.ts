import type { Json, JsonObject } from '@inspector/plugin-api';
import { isJsonObject } from '@inspector/plugin-api/ramdisk-data';
import { loadPayload, type FakeNode } from '@inspector/simulator';
import type { GivenPlugins } from './given-plugins.js';
import type { GivenConfig } from './service-config.js';
import { startInspector } from './start-inspector.js';

/** What rules are run with. */
export interface RulesRun {
  /** What the ramdisk posted. Members of a machine that are not given are those of a real one. */
  readonly data?: JsonObject;
  /** Fields of the node over those of an enrolled one. */
  readonly node?: Readonly<Partial<FakeNode>>;
  /** Plugins that the rules, or the data they look at, need. */
  readonly plugins?: GivenPlugins;
  readonly config?: GivenConfig;
}

/** What rules did. */
export interface RulesResult {
  /** The node in the bare metal service afterwards. */
  readonly node: FakeNode;
  /** Why the introspection failed; null where it did not. */
  readonly error: string | null;
  /** The data as hooks and rules left them; `undefined` where the introspection failed. */
  readonly data: JsonObject | undefined;
}

/**
 * Runs rules on data, in a whole service: the hooks that every service has run before them. Needs an installed
 * `@inspector/core`, as {@link startInspector} does.
 */
export async function runRules(
  rules: readonly JsonObject[],
  { data = {}, node = {}, plugins = {}, config = {} }: RulesRun = {},
): Promise<RulesResult> {
  const payload = filledUp(data, loadPayload(PAYLOAD)) as JsonObject;
  const service = await startInspector({ plugins, rules, machines: [{ payload }], config });
  try {
    const [machine] = service.machines;
    if (machine === undefined) throw new Error('there is no machine');
    Object.assign(service.node(machine), structuredClone(node));
    const { error } = await service.introspect(machine);
    return {
      node: structuredClone(service.node(machine)),
      error,
      data: error === null ? await service.data(machine) : undefined,
    };
  } finally {
    await service.stop();
  }
}

/** A machine whose data have all that hooks look for. */
const PAYLOAD = 'kvm-lldp-raw';

/** What is given, and where it has no member, that of a machine. */
function filledUp(given: Json, machine: Json | undefined): Json {
  if (!isJsonObject(given) || !isJsonObject(machine)) return given;
  const names = new Set([...Object.keys(machine), ...Object.keys(given)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const own = given[name];
      return [name, own === undefined ? (machine[name] ?? null) : filledUp(own, machine[name])];
    }),
  );
}
