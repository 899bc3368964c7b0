import { type JsonObject, thrownText } from '@inspector/plugin-api';
import { ServiceNodeHandle } from '@inspector/plugin-api/node';
import type { BareMetalNode } from '@inspector/plugin-api';
import { textMember } from '@inspector/plugin-api/ramdisk-data';
import { textWithoutLogs } from '../history/pack.js';
import type { HookSeries } from '../hooks/types.js';
import type { Holding } from '../introspection/holding.js';
import { assertNoFault } from '../tasks/fault-watch.js';
import { logPrefix } from '../node/log-prefix.js';
import type { AppliedRule } from '../rules/types.js';
import type { ConductorServices } from './services.js';

/** Data that are processed, the node they belong to, and how the hooks do. */
export interface Processing {
  readonly data: JsonObject;
  readonly held: Holding;
  readonly handle: ServiceNodeHandle;
  readonly run: HookSeries;
}

/** The node in the hands of hooks and rules: bound to the lease, so that nothing reaches it afterwards. */
export function handleOf(
  held: Holding,
  { baremetal, log }: Pick<ConductorServices, 'baremetal' | 'log'>,
  node?: BareMetalNode,
): ServiceNodeHandle {
  return new ServiceNodeHandle(
    held.record,
    {
      ...{ baremetal, records: held.notes, log },
      onChange: (change, by) => held.account.tellChange(change, by),
    },
    { node, permission: held.permit },
  );
}

/**
 * Runs a phase that queues changes of the node, and sends them as one request. When the phase fails, what was
 * queued before is sent all the same, as far as that is possible.
 */
async function phase(
  { held: { permit }, handle }: Processing,
  { log }: ConductorServices,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await permit.during(work);
  } catch (error) {
    await permit
      .during(() => handle.flush())
      .catch((reason: unknown) => {
        log.warn(
          `${logPrefix(handle.record)} changes made before the failure were not sent: ${thrownText(reason)}`,
        );
      });
    throw error;
  }
  await permit.during(() => handle.flush());
}

/** The hooks after look-up, and storing what they made of the data. */
export async function runHooks(processing: Processing, services: ConductorServices): Promise<void> {
  const { data, held, handle, run } = processing;
  await phase(processing, services, () => run.beforeUpdate(handle, held.permit));
  const text = textWithoutLogs(data);
  held.account.text = text;
  await held.permit.during(() => services.storage.save(held.uuid, text, true));
  assertNoFault();
}

const classOf = (node: BareMetalNode | undefined): string | null =>
  textMember(node, 'resource_class') ?? null;

/** The rules. */
export async function runRules(processing: Processing, services: ConductorServices): Promise<void> {
  const { data, held, handle } = processing;
  const run = {
    get signal() {
      return held.permit.signal;
    },
    onRules: (rules: readonly AppliedRule[]) => held.account.tellRules(rules),
  };
  await phase(processing, services, () => services.rules.apply(data, handle, run));
  // Rules may have said which class the node belongs to.
  const { account } = held;
  account.resourceClass = classOf(handle.seen);
  account.askClass = () => held.permit.during(async () => classOf(await handle.node()));
  assertNoFault();
}
