import type { HeldNode } from '../node/held-node.js';
import { allows } from '../node/state-machine.js';
import { isStateConflict, messageOf } from './failure.js';
import type { ConductorServices } from './services.js';

type Services = Pick<ConductorServices, 'filter' | 'log' | 'metrics'>;

/**
 * Puts a record into `error` and closes DHCP for its machine again. A record that cannot take the event, or
 * is gone, is left as it is.
 */
export async function failIntrospection(
  held: HeldNode,
  error: string,
  services: Services,
  event: 'error' | 'abort_end' | 'timeout' = 'error',
): Promise<void> {
  const { log, metrics } = services;
  if (!allows(held.record.state, event)) {
    log.warn(`[node: ${held.uuid} state ${held.record.state}] stays as it is: ${error}`);
    return;
  }
  try {
    await held.end(event, error);
  } catch (reason) {
    if (!isStateConflict(reason)) throw reason;
    log.warn(
      `[node: ${held.uuid}] the record changed before its failure could be noted: ${messageOf(reason)}`,
    );
    return;
  }
  metrics.introspections.inc({ outcome: event === 'timeout' ? 'timeout' : 'error' });
  log.error(`[node: ${held.uuid} state error] introspection failed: ${error}`);
  await syncFilterQuietly(services);
}

/** Synchronises the filter where its failure must not change the outcome; the periodic run repairs it. */
export async function syncFilterQuietly({ filter, log }: Pick<Services, 'filter' | 'log'>): Promise<void> {
  try {
    await filter.sync();
  } catch (error) {
    log.warn(`The PXE filter could not be synchronised, the next run tries again: ${messageOf(error)}`);
  }
}
