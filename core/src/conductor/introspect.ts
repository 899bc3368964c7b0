import { type BareMetalNode, InspectorError } from '@inspector/plugin-api';
import { sharedMacReason } from '@inspector/plugin-api/ramdisk-data';
import { now } from '../db/timestamp.js';
import { HeldNode } from '../introspection/held-node.js';
import { logPrefix } from '../introspection/log-prefix.js';
import { checkProvisionState } from '../node/provision-state.js';
import { nextState } from '../introspection/state-machine.js';
import { canonicalUuid } from '../node/uuid.js';
import { failIntrospection } from './end-introspection.js';
import { messageOf } from './failure.js';
import type { RecentPosts } from './recent-posts.js';
import type { ConductorServices } from './services.js';

/** How often power is asked for, a second apart, before a start is given up. */
const ATTEMPTS = 5;

/**
 * Starts introspection of a node.
 *
 * @param id - UUID or name
 * @returns once the record is there (managed boot; the rest goes on in the background) or once the node waits
 *   for data (boot managed by somebody else)
 */
export async function introspect(
  id: string,
  { manageBoot }: { readonly manageBoot: boolean },
  recent: RecentPosts,
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
  const held = await startRecord(node.uuid, manageBoot, addresses, services);
  recent.forget(node.uuid);
  const hasAddress = addresses.length > 0;
  if (manageBoot) {
    services.background.run(`start introspection of ${node.uuid}`, async () => {
      await prepareOrFail(held, node, hasAddress, services);
    });
  } else {
    const failure = await prepareOrFail(held, node, hasAddress, services);
    if (failure) throw failure.error;
  }
}

async function assertPower(uuid: string, { baremetal }: ConductorServices): Promise<void> {
  const { ok, reason } = await baremetal.validatePower(uuid);
  if (ok) return;
  throw new InspectorError(
    'INSP_POWER_VALIDATION',
    `Failed validation of power interface: ${reason ?? 'unknown reason'}`,
  );
}

/** Replaces the record under the lock; the lock stays held for the preparation. */
async function startRecord(
  uuid: string,
  manageBoot: boolean,
  addresses: readonly string[],
  { coordinator, database }: ConductorServices,
): Promise<HeldNode> {
  const lock = await coordinator.tryAcquire(uuid);
  try {
    const present = await database.records.get(uuid);
    const state = present ? nextState(present.state, 'start') : 'starting';
    if (!lock) throw new InspectorError('INSP_NODE_LOCKED', 'Node is locked, please, retry later');
    const attributes = addresses.map((value) => ({ name: 'bmc_address', value }));
    const fresh = { uuid, state, startedAt: now(), manageBoot, attributes };
    return new HeldNode(await database.records.replace(fresh, present?.state), lock, database.records);
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

/** Prepares the node; a failure puts the record into `error` and is answered, not thrown. */
async function prepareOrFail(
  held: HeldNode,
  node: BareMetalNode,
  hasAddress: boolean,
  services: ConductorServices,
): Promise<{ readonly error: unknown } | undefined> {
  try {
    await prepare(held, node, hasAddress, services);
    services.log.info(`${logPrefix(held.record)} introspection started`);
    return undefined;
  } catch (error) {
    await failIntrospection(held, messageOf(error), services);
    return { error };
  } finally {
    await held.release();
  }
}

async function prepare(
  held: HeldNode,
  node: BareMetalNode,
  hasAddress: boolean,
  { baremetal, database, config, filter, delay }: ConductorServices,
): Promise<void> {
  const { uuid } = held;
  const macs = (await baremetal.listNodePorts(uuid))
    .map((port) => port.address.toLowerCase())
    .filter((mac) => sharedMacReason(mac) === undefined);
  if (macs.length > 0) {
    await database.records.addAttributes(
      uuid,
      macs.map((value) => ({ name: 'mac', value })),
    );
  } else if (!hasAddress && !config.processing.nodeNotFoundHook) {
    throw new InspectorError(
      'INSP_INTROSPECTION_FAILED',
      "No lookup attributes were found, inspector won't be able to find it after introspection, consider creating ironic ports or providing an IPMI address",
    );
  }
  await filter.sync();
  if (held.record.manageBoot) {
    await labelled('Failed to set boot device to PXE', () =>
      baremetal.setBootDevice(uuid, 'pxe', wantsPersistentBoot(node)),
    );
    await delay.turn();
    await labelled('Failed to power on the node, check its power management configuration', () =>
      baremetal.setPowerState(uuid, 'rebooting', ATTEMPTS),
    );
  }
  await held.apply('wait');
}

async function labelled(what: string, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    throw new InspectorError('INSP_INTROSPECTION_FAILED', `${what}: ${messageOf(error)}`, { cause: error });
  }
}

const TRUE = new Set(['1', 't', 'true', 'on', 'y', 'yes']);

/** `driver_info.force_persistent_boot_device`: `Always`, spelled so, or a true boolean. */
function wantsPersistentBoot(node: BareMetalNode): boolean {
  const wanted = node.driver_info?.['force_persistent_boot_device'];
  const text = String(wanted ?? '').trim();
  return wanted === 'Always' || TRUE.has(text.toLowerCase());
}
