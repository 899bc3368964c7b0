import {
  InspectorError,
  type IntrospectionRecord,
  type IntrospectionState,
  thrownText,
} from '@inspector/plugin-api';
import type { Holding } from '../introspection/holding.js';
import { logPrefix } from '../node/log-prefix.js';
import { insteadOfOthers, type HandOver } from '../introspection/with-introspection.js';
import { failIntrospection, noteFailure } from './end-introspection.js';
import { orNotCached, recordOf, resolveNode } from './resolve.js';
import type { ConductorServices } from './services.js';
import { settle } from './settle.js';
import { workLimit } from './work-limit.js';

const ATTEMPTS = 5;
const CANCELED = 'Canceled by operator';
/** Milliseconds that another process gets to let the node go. The work of this one ends at once. */
const A_MOMENT = 10_000;
/** Nobody waited for the answer to the power off, so the machine may be on as well as off. */
const CUT_OFF = `${CANCELED}, but the service stopped before the node was seen to be powered off; check its power`;

/**
 * Aborts the introspection of a node, whatever its state: work that goes on ends at once, and nothing of it reaches
 * database or bare metal service any more. An introspection that is over, or aborted already, stays as it is.
 *
 * @throws `INSP_NODE_LOCKED` (409) when another process works on the node
 */
export async function abort(id: string, services: ConductorServices): Promise<void> {
  services.background.assertOpen();
  const uuid = await resolveNode(id, services);
  await services.aborts.join(uuid, () => abortNode(uuid, services));
}

/** States in which there is nothing to abort. */
const isOver = (state: IntrospectionState): boolean => state === 'finished' || state === 'error';

async function abortNode(uuid: string, services: ConductorServices): Promise<void> {
  const { state } = await recordOf(uuid, services);
  if (isOver(state) || (state === 'aborting' && services.holdings.has(uuid))) return;
  // A machine that waits for its turn was not told to boot, so its power stays as it is.
  const isUntouched = services.delay.leave(uuid, CANCELED);
  const reason = (): InspectorError =>
    new InspectorError('INSP_CANCELED', `The introspection of node ${uuid} was canceled by an operator`);
  const how = { reason, milliseconds: A_MOMENT };
  const done = await insteadOfOthers(uuid, how, services, async (held, handOver) => {
    await endOrPowerOff(held, handOver, isUntouched, services);
    return true;
  });
  if (done) return;
  throw new InspectorError('INSP_NODE_LOCKED', 'Node is locked, please, retry later');
}

async function endOrPowerOff(
  held: Holding,
  handOver: HandOver,
  isUntouched: boolean,
  services: ConductorServices,
): Promise<void> {
  orNotCached(held.uuid, await held.read());
  await settle(held, services);
  const { state, manageBoot } = held.record;
  if (isOver(state)) return;
  if (state === 'reapplying') {
    await noteFailure(held, { error: CANCELED, event: 'abort_end' }, services);
    return;
  }
  if (state !== 'aborting') await held.apply('abort');
  handOver(`abort introspection of ${held.uuid}`, async () => {
    held.limitTime(workLimit(services.config));
    const error = manageBoot && !isUntouched ? await powerOff(held, services) : CANCELED;
    await failIntrospection(held, { error, event: 'abort_end' }, services);
  });
}

/** Ends an abort that a conductor which is gone had begun. A machine that is off is not told again. */
export async function endAbort(held: Holding, services: ConductorServices): Promise<void> {
  held.limitTime(workLimit(services.config));
  const isOn = held.record.manageBoot && (await powerState(held, services)) !== 'power off';
  const error = isOn ? await powerOff(held, services) : CANCELED;
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
async function powerState(
  { record, uuid, permit }: Holding,
  { baremetal, log }: ConductorServices,
): Promise<string> {
  try {
    const node = await permit.during(() => baremetal.getNode(uuid, ['uuid', 'power_state']));
    return node.power_state ?? 'unknown';
  } catch (error) {
    log.warn(`${logPrefix(record)} its power state could not be read: ${thrownText(error)}`);
    return 'unknown';
  }
}

/** What the record of an abort that a process began and did not end says. */
export const abortLeftBehind = ({ manageBoot }: Pick<IntrospectionRecord, 'manageBoot'>): string =>
  manageBoot ? CUT_OFF : CANCELED;
