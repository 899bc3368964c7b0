import { type BareMetalNode, InspectorError, type Timestamp, thrownText } from '@inspector/plugin-api';
import { now } from '../db/timestamp.js';
import { booleanOf, sharedMacReason } from '@inspector/plugin-api/ramdisk-data';
import type { Holding } from '../introspection/holding.js';
import { logPrefix } from '../node/log-prefix.js';
import { checkProvisionState } from '../node/provision-state.js';
import { nextState } from '../introspection/state-machine.js';
import { ifFree, ifFreeSoon, type HeldWork } from '../introspection/with-introspection.js';
import { canonicalUuid } from '../node/uuid.js';
import { failIntrospection, failureOf } from './end-introspection.js';
import type { ConductorServices } from './services.js';
import { settle } from './settle.js';
import { workLimit } from './work-limit.js';

/** How often power is asked for, a second apart, before a start is given up. */
const ATTEMPTS = 5;

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
    const prepared = (): Promise<void> => prepareOrFail(held, node, addresses.length > 0, services);
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

/** Prepares the node; a failure puts the record into `error`. */
async function prepareOrFail(
  held: Holding,
  node: BareMetalNode,
  hasAddress: boolean,
  services: ConductorServices,
): Promise<void> {
  try {
    await prepare(held, node, hasAddress, services);
  } catch (error) {
    await failIntrospection(held, failureOf(error), services);
    throw error;
  }
  services.log.info(`${logPrefix(held.record)} introspection started`);
}

async function prepare(
  held: Holding,
  node: BareMetalNode,
  hasAddress: boolean,
  { baremetal, config, filter, delay }: ConductorServices,
): Promise<void> {
  const { uuid, permit } = held;
  held.limitTime(workLimit(config));
  let startedAt: Timestamp | undefined;
  const ports = await permit.during(() => baremetal.listNodePorts(uuid));
  const macs = ports
    .map((port) => port.address.toLowerCase())
    .filter((mac) => sharedMacReason(mac) === undefined);
  if (macs.length > 0) {
    await held.addAttributes(macs.map((value) => ({ name: 'mac', value })));
  } else if (!hasAddress && !config.processing.nodeNotFoundHook) {
    throw new InspectorError(
      'INSP_INTROSPECTION_FAILED',
      "No lookup attributes were found, inspector won't be able to find it after introspection, consider creating ironic ports or providing an IPMI address",
    );
  }
  await permit.during(() => filter.sync());
  if (held.record.manageBoot) {
    await labelled(held, 'Failed to set boot device to PXE', () =>
      baremetal.setBootDevice(uuid, 'pxe', wantsPersistentBoot(node)),
    );
    held.limitTime(0);
    const hasWaited = await permit.during(() => delay.turn(uuid));
    held.limitTime(workLimit(config));
    // The time limit is for the machine: it begins when the machine is told to boot, and not with the line before it.
    if (hasWaited) startedAt = now();
    await labelled(held, 'Failed to power on the node, check its power management configuration', () =>
      baremetal.setPowerState(uuid, 'rebooting', ATTEMPTS),
    );
  }
  await held.apply('wait', startedAt === undefined ? {} : { startedAt });
}

async function labelled({ permit }: Holding, what: string, step: () => Promise<void>): Promise<void> {
  try {
    await permit.during(step);
  } catch (error) {
    permit.throwIfAborted();
    throw new InspectorError('INSP_INTROSPECTION_FAILED', `${what}: ${thrownText(error)}`, { cause: error });
  }
}

/** `driver_info.force_persistent_boot_device`: `Always`, spelled so, or a true boolean. */
function wantsPersistentBoot(node: BareMetalNode): boolean {
  const wanted = node.driver_info?.['force_persistent_boot_device'];
  return wanted === 'Always' || booleanOf(wanted) === true;
}
