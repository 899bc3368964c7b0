import { type BareMetalNode, InspectorError } from '@inspector/plugin-api';
import type { Holding } from '../introspection/holding.js';
import { checkProvisionState } from '../node/provision-state.js';
import { nextState } from '../introspection/state-machine.js';
import { ifFree, ifFreeSoon, type HeldWork } from '../introspection/with-introspection.js';
import { canonicalUuid } from '../node/uuid.js';
import { prepareNode } from './prepare-node.js';
import type { ConductorServices } from './services.js';
import { settle } from './settle.js';
import { UnfinishedStart } from './unfinished-start.js';

/** Milliseconds that a start waits for the end of an abort; power off takes a BMC some seconds. */
const A_MOMENT = 10_000;

/**
 * Starts introspection of a node. One that is being aborted is waited for a moment.
 *
 * @param id - UUID or name
 * @returns once the record is there (managed boot; the rest goes on in the background) or once the node waits
 *   for data (boot managed by somebody else)
 */
export async function introspect(
  id: string,
  { manageBoot }: { readonly manageBoot: boolean },
  services: ConductorServices,
): Promise<void> {
  services.background.assertOpen();
  if (manageBoot && !services.config.canManageBoot) {
    throw new InspectorError(
      'INSP_CANNOT_MANAGE_BOOT',
      'Managed boot is requested, but this installation cannot manage boot (can_manage_boot set to False)',
    );
  }
  const node = await services.baremetal.getNode(canonicalUuid(id) ?? id);
  checkProvisionState(node, services.config.processing.permitActiveIntrospection);
  const [addresses] = await Promise.all([
    services.bmc.addressesOf(node),
    manageBoot ? assertPower(node.uuid, services) : undefined,
  ]);
  const { uuid } = node;
  const work: HeldWork<true> = async (held, handOver) => {
    if (await held.read()) await settle(held, services);
    await begin(held, node, manageBoot, addresses);
    await services.recent.forget(uuid);
    const start = UnfinishedStart.fresh(held);
    const prepared = (): Promise<void> => prepareNode(held, start, () => Promise.resolve(node), services);
    if (!manageBoot) await prepared();
    // Nobody waits for it: the record and the log say how it failed.
    else handOver(`start introspection of ${uuid}`, () => prepared().catch(() => undefined));
    return true;
  };
  const started =
    (await ifFree(uuid, services, work)) ??
    ((await isFreeSoon(uuid, services)) ? await ifFreeSoon(uuid, A_MOMENT, services, work) : undefined);
  if (started === undefined) await refuse(uuid, services);
}

/** Whether somebody holds a node only to end what goes on: an abort that was accepted, or a look at what is over. */
async function isFreeSoon(uuid: string, { database }: ConductorServices): Promise<boolean> {
  const { state } = (await database.records.get(uuid)) ?? {};
  return state === 'aborting' || state === 'finished' || state === 'error';
}

/** Replaces the record, if its state allows that. */
async function begin(
  held: Holding,
  { name = null }: BareMetalNode,
  manageBoot: boolean,
  addresses: readonly string[],
): Promise<void> {
  const { present } = held;
  if (present) nextState(present.state, 'start');
  const attributes = addresses.map((value) => ({ name: 'bmc_address', value }));
  await held.begin({ event: 'start', name, manageBoot, attributes }, present);
}

/** Says why a node that somebody else holds cannot be started: mostly its state tells more than the lock. */
async function refuse(uuid: string, { database }: ConductorServices): Promise<never> {
  const present = await database.records.get(uuid);
  if (present) nextState(present.state, 'start');
  throw new InspectorError('INSP_NODE_LOCKED', 'Node is locked, please, retry later');
}

async function assertPower(uuid: string, { baremetal }: ConductorServices): Promise<void> {
  const { ok, reason } = await baremetal.validatePower(uuid);
  if (ok) return;
  throw new InspectorError(
    'INSP_POWER_VALIDATION',
    `Failed validation of power interface: ${reason ?? 'unknown reason'}`,
  );
}
