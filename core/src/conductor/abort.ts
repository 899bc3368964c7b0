import { InspectorError, type IntrospectionRecord } from '@inspector/plugin-api';
import { HeldNode } from '../introspection/held-node.js';
import { logPrefix } from '../introspection/log-prefix.js';
import { failIntrospection } from './end-introspection.js';
import { messageOf } from './failure.js';
import { recordOf, resolveNode } from './resolve.js';
import type { ConductorServices } from './services.js';

const ATTEMPTS = 5;
const CANCELED = 'Canceled by operator';
/** Nobody waited for the answer to the power off, so the machine may be on as well as off. */
const CUT_OFF = `${CANCELED}, but the service stopped before the node was seen to be powered off; check its power`;

/**
 * Aborts the introspection of a node that waits for data. One that is over already stays as it is, which is
 * no error; one that is being worked on cannot be aborted.
 */
export async function abort(id: string, services: ConductorServices): Promise<void> {
  const { background, baremetal, coordinator, database } = services;
  background.assertOpen();
  const uuid = await resolveNode(id, baremetal);
  await recordOf(uuid, services);
  const lock = await coordinator.tryAcquire(uuid);
  if (!lock) throw new InspectorError('INSP_NODE_LOCKED', 'Node is locked, please, retry later');
  try {
    const record = await recordOf(uuid, services);
    if (record.state === 'finished' || record.state === 'error') {
      await lock.release();
      return;
    }
    const held = new HeldNode(record, lock, database.records);
    await held.apply('abort');
    background.run(`abort introspection of ${uuid}`, () => powerOffAndEnd(held, services));
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function powerOffAndEnd(held: HeldNode, services: ConductorServices): Promise<void> {
  try {
    const cutOff = held.record.manageBoot && !(await powerOff(held, services)) && services.background.cutOff;
    await failIntrospection(held, cutOff ? CUT_OFF : CANCELED, services, 'abort_end');
  } finally {
    await held.release();
  }
}

/** Whether it worked; a failure does not keep the introspection from ending. */
async function powerOff(held: HeldNode, { baremetal, log }: ConductorServices): Promise<boolean> {
  try {
    await baremetal.setPowerState(held.uuid, 'power off', ATTEMPTS);
    return true;
  } catch (error) {
    log.warn(`${logPrefix(held.record)} could not be powered off: ${messageOf(error)}`);
    return false;
  }
}

/** What the record of an abort that a process began and did not end says. */
export const abortLeftBehind = ({ manageBoot }: Pick<IntrospectionRecord, 'manageBoot'>): string =>
  manageBoot ? CUT_OFF : CANCELED;
