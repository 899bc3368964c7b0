import { type BareMetalNode, InspectorError, type Timestamp, thrownText } from '@inspector/plugin-api';
import { booleanOf, sharedMacReason } from '@inspector/plugin-api/ramdisk-data';
import { now } from '../db/timestamp.js';
import type { Holding } from '../introspection/holding.js';
import { logPrefix } from '../node/log-prefix.js';
import { isOutage } from '../errors/outage.js';
import { failIntrospection, failureOf } from './end-introspection.js';
import { isLeaseLost } from './failure.js';
import type { ConductorServices } from './services.js';
import type { UnfinishedStart } from './unfinished-start.js';
import { workLimit } from './work-limit.js';

/** How often power is asked for, a second apart, before a start is given up. */
const ATTEMPTS = 5;

/**
 * Prepares a node so that it waits for data. A failure puts the record into `error`; where this conductor stops or loses
 * the node before the machine is told to boot, the record stays in `starting` for whoever goes on: another conductor, or this
 * service when it runs again.
 *
 * @param readNode - reads the node from the bare metal service
 */
export async function prepareNode(
  held: Holding,
  start: UnfinishedStart,
  readNode: () => Promise<BareMetalNode>,
  services: ConductorServices,
): Promise<void> {
  try {
    await prepare(held, start, readNode, services);
  } catch (error) {
    if (!(await isLeft(error, held, start, services)))
      await failIntrospection(held, failureOf(error), services);
    throw error;
  }
  services.log.info(`${logPrefix(held.record)} introspection started`);
}

async function prepare(
  held: Holding,
  start: UnfinishedStart,
  readNode: () => Promise<BareMetalNode>,
  { baremetal, config, filter, delay }: ConductorServices,
): Promise<void> {
  const { uuid, permit } = held;
  held.limitTime(workLimit(config));
  const node = await permit.during(readNode);
  const ports = await permit.during(() => baremetal.listNodePorts(uuid));
  const macs = ports
    .map((port) => port.address.toLowerCase())
    .filter((mac) => sharedMacReason(mac) === undefined);
  if (macs.length > 0) await held.addAttributes(macs.map((value) => ({ name: 'mac', value })));
  else if (!config.processing.nodeNotFoundHook) await assertAddress(held);
  await permit.during(() => filter.sync());
  let startedAt: Timestamp | undefined;
  if (held.record.manageBoot) {
    await labelled(held, 'Failed to set boot device to PXE', () =>
      baremetal.setBootDevice(uuid, 'pxe', wantsPersistentBoot(node)),
    );
    held.limitTime(0);
    if (config.introspectionDelay > 0) await start.note();
    const hasWaited = await permit.during(() => delay.turn(uuid));
    held.limitTime(workLimit(config));
    // The time limit is for the machine: it begins when the machine is told to boot, and not with the line before it.
    if (hasWaited || start.wasLeft) startedAt = now();
    await start.boots();
    await labelled(held, 'Failed to power on the node, check its power management configuration', () =>
      baremetal.setPowerState(uuid, 'rebooting', ATTEMPTS),
    );
  }
  await held.apply('wait', startedAt === undefined ? {} : { startedAt });
}

/** A machine whose BMC has an address can be found without any port. */
async function assertAddress({ notes, uuid }: Holding): Promise<void> {
  const known = await notes.attributes(uuid);
  if (known.some(({ name }) => name === 'bmc_address')) return;
  throw new InspectorError(
    'INSP_INTROSPECTION_FAILED',
    "No lookup attributes were found, inspector won't be able to find it after introspection, consider creating ironic ports or providing an IPMI address",
  );
}

/** Whether the start is left to whoever goes on, which only one can be whose machine was not told to boot. */
async function isLeft(
  error: unknown,
  { record, over }: Holding,
  start: UnfinishedStart,
  { log }: ConductorServices,
): Promise<boolean> {
  const why = reasonToLeave(error, start);
  if (why === undefined) return false;
  try {
    if (!(await start.leave(over === undefined))) return false;
    if (!start.isToldOf) log.warn(`${logPrefix(record)} its start is left for later: ${why}`);
    return true;
  } catch (reason) {
    log.warn(`${logPrefix(record)} its start could not be left for later: ${thrownText(reason)}`);
    return false;
  }
}

/** Nobody waits for a start that was left once, so a service that is away just then may come back first. */
function reasonToLeave(error: unknown, { wasLeft }: UnfinishedStart): string | undefined {
  if (InspectorError.is(error) && error.code === 'INSP_SHUTTING_DOWN') return 'this process stops';
  if (isLeaseLost(error)) return 'the lease was lost';
  return wasLeft && isOutage(error) ? thrownText(error) : undefined;
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
