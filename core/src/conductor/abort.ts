import { InspectorError, type IntrospectionRecord, thrownText } from '@inspector/plugin-api';
import type { Holding } from '../introspection/holding.js';
import { logPrefix } from '../introspection/log-prefix.js';
import { ifFree } from '../introspection/with-introspection.js';
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
 * Aborts the introspection of a node that waits for data, or for its turn to be rebooted. One that is over already
 * stays as it is, which is no error; one that is being worked on cannot be aborted.
 */
export async function abort(id: string, services: ConductorServices): Promise<void> {
  services.background.assertOpen();
  const uuid = await resolveNode(id, services.baremetal);
  await recordOf(uuid, services);
  const done = await ifFree(uuid, services, async (held, handOver) => {
    orNotCached(uuid, await held.read());
    await settle(held, services);
    const { state } = held.record;
    if (state === 'finished' || state === 'error') return true;
    await held.apply('abort');
    handOver(`abort introspection of ${uuid}`, () => powerOffAndEnd(held, services));
    return true;
  });
  if (done || services.delay.leave(uuid, CANCELED)) return;
  throw new InspectorError('INSP_NODE_LOCKED', 'Node is locked, please, retry later');
}

async function powerOffAndEnd(held: Holding, services: ConductorServices): Promise<void> {
  held.limitTime(workLimit(services.config));
  const error = held.record.manageBoot ? await powerOff(held, services) : CANCELED;
  await failIntrospection(held, { error, event: 'abort_end' }, services);
}

/** Powers the machine off. A failure does not keep the introspection from ending; the text of the record tells it. */
async function powerOff(held: Holding, services: ConductorServices): Promise<string> {
  const { background, baremetal, log } = services;
  try {
    await held.permit.during(() => baremetal.setPowerState(held.uuid, 'power off', ATTEMPTS));
    return CANCELED;
  } catch (error) {
    log.warn(`${logPrefix(held.record)} could not be powered off: ${thrownText(error)}`);
    if (background.cutOff) return CUT_OFF;
    const state = await powerState(held, services);
    return `${CANCELED}, but the machine could not be powered off (${thrownText(error)}); its power state is ${state}`;
  }
}

/** What the bare metal service says about the power of a machine; "unknown" where it cannot be asked. */
async function powerState({ uuid, permit }: Holding, { baremetal, log }: ConductorServices): Promise<string> {
  try {
    const node = await permit.during(() => baremetal.getNode(uuid, ['uuid', 'power_state']));
    return node.power_state ?? 'unknown';
  } catch (error) {
    log.warn(`${logPrefix({ uuid })} its power state could not be read: ${thrownText(error)}`);
    return 'unknown';
  }
}

/** What the record of an abort that a process began and did not end says. */
export const abortLeftBehind = ({ manageBoot }: Pick<IntrospectionRecord, 'manageBoot'>): string =>
  manageBoot ? CUT_OFF : CANCELED;
