import { InspectorError } from '../errors/inspector-error.js';
import { HeldNode } from '../node/held-node.js';
import { logPrefix } from '../node/log-prefix.js';
import { nextState } from '../node/state-machine.js';
import { failIntrospection } from './end-introspection.js';
import { messageOf } from './failure.js';
import { recordOf, resolveNode } from './resolve.js';
import type { ConductorServices } from './services.js';

const ATTEMPTS = 5;

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
    nextState(record.state, 'abort');
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
    if (held.record.manageBoot) {
      await services.baremetal.setPowerState(held.uuid, 'power off', ATTEMPTS).catch((error: unknown) => {
        services.log.warn(`${logPrefix(held.record)} could not be powered off: ${messageOf(error)}`);
      });
    }
    await failIntrospection(held, 'Canceled by operator', services, 'abort_end');
  } finally {
    await held.release();
  }
}
