import { type IntrospectionRecord, thrownText } from '@inspector/plugin-api';
import type { Holding } from '../introspection/holding.js';
import { logPrefix } from '../introspection/log-prefix.js';
import { withFreeIntrospection } from '../introspection/with-introspection.js';
import { failIntrospection } from './end-introspection.js';
import { orNotCached, recordOf, resolveNode } from './resolve.js';
import type { ConductorServices } from './services.js';
import { settle } from './settle.js';
import { workLimit } from './work-limit.js';

const ATTEMPTS = 5;
const CANCELED = 'Canceled by operator';
/** Nobody waited for the answer to the power off, so the machine may be on as well as off. */
const CUT_OFF = `${CANCELED}, but the service stopped before the node was seen to be powered off; check its power`;

/**
 * Aborts the introspection of a node that waits for data. One that is over already stays as it is, which is
 * no error; one that is being worked on cannot be aborted.
 */
export async function abort(id: string, services: ConductorServices): Promise<void> {
  services.background.assertOpen();
  const uuid = await resolveNode(id, services.baremetal);
  await recordOf(uuid, services);
  const locked = 'Node is locked, please, retry later';
  await withFreeIntrospection(uuid, locked, services, async (held, handOver) => {
    orNotCached(uuid, await held.read());
    await settle(held, services);
    const { state } = held.record;
    if (state === 'finished' || state === 'error') return;
    await held.apply('abort');
    handOver(`abort introspection of ${uuid}`, () => powerOffAndEnd(held, services));
  });
}

async function powerOffAndEnd(held: Holding, services: ConductorServices): Promise<void> {
  held.limitTime(workLimit(services.config));
  const cutOff = held.record.manageBoot && !(await powerOff(held, services)) && services.background.cutOff;
  await failIntrospection(held, { error: cutOff ? CUT_OFF : CANCELED, event: 'abort_end' }, services);
}

/** Whether it worked; a failure does not keep the introspection from ending. */
async function powerOff(held: Holding, { baremetal, log }: ConductorServices): Promise<boolean> {
  try {
    await held.permit.during(() => baremetal.setPowerState(held.uuid, 'power off', ATTEMPTS));
    return true;
  } catch (error) {
    log.warn(`${logPrefix(held.record)} could not be powered off: ${thrownText(error)}`);
    return false;
  }
}

/** What the record of an abort that a process began and did not end says. */
export const abortLeftBehind = ({ manageBoot }: Pick<IntrospectionRecord, 'manageBoot'>): string =>
  manageBoot ? CUT_OFF : CANCELED;
