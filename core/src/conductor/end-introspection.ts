import type { HeldNode } from '../introspection/held-node.js';
import { logPrefix } from '../introspection/log-prefix.js';
import { allows } from '../introspection/state-machine.js';
import type { IntrospectionRecord } from '@inspector/plugin-api';
import { isStateConflict, messageOf } from './failure.js';
import type { ConductorServices } from './services.js';

type Services = Pick<ConductorServices, 'background' | 'filter' | 'log' | 'metrics' | 'unsettled'>;
type FailureEvent = 'error' | 'abort_end' | 'timeout';

/**
 * Puts a record into `error` and closes DHCP for its machine again. Never throws, so that what went wrong
 * first reaches whoever asked; see {@link noteFailure}.
 */
export async function failIntrospection(
  held: HeldNode,
  error: string,
  services: Services,
  event: FailureEvent = 'error',
): Promise<void> {
  if (await noteFailure(held, error, services, event)) await syncFilterQuietly(services);
}

/**
 * Puts a record into `error`; DHCP stays as it is. A record that cannot take the event, or is gone, is left
 * alone. What fails after the service has waited for it long enough failed because the service stopped, and the
 * record says that. One that cannot be written (the database fails) is ended by the clean-up later on.
 *
 * @returns whether the record is in `error` now
 */
export async function noteFailure(
  held: HeldNode,
  error: string,
  { background, log, metrics, unsettled }: Omit<Services, 'filter'>,
  event: FailureEvent = 'error',
): Promise<boolean> {
  if (!allows(held.record.state, event)) {
    log.warn(`${logPrefix(held.record)} stays as it is: ${error}`);
    return false;
  }
  try {
    await held.end(event, background.cutOff && event === 'error' ? serviceStopped(held.record) : error);
  } catch (reason) {
    const changed = isStateConflict(reason);
    if (!changed) unsettled.set(held.uuid, error);
    const why = changed ? 'the record changed before' : 'the database failed when';
    log.error(`${logPrefix(held.record)} ${why} its failure was noted (${messageOf(reason)}): ${error}`);
    return false;
  }
  metrics.introspections.inc({ outcome: event === 'timeout' ? 'timeout' : 'error' });
  log.error(`${logPrefix(held.record)} introspection failed: ${error}`);
  return true;
}

/** What the record of work that the end of the service cut off says. */
export const serviceStopped = ({ state }: Pick<IntrospectionRecord, 'state'>): string =>
  `The service stopped while the node was in state ${state}; start its introspection again`;

/** Synchronises the filter where its failure must not change the outcome; the periodic run repairs it. */
export async function syncFilterQuietly({ filter, log }: Pick<Services, 'filter' | 'log'>): Promise<void> {
  try {
    await filter.sync();
  } catch (error) {
    log.warn(`The PXE filter could not be synchronised, the next run tries again: ${messageOf(error)}`);
  }
}
