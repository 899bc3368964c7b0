import { thrownText, type WantedFilterState } from '@inspector/plugin-api';
import type { PxeFilterManagerOptions } from './types.js';

/** Notes that DHCP has changed. It has changed whether this can be written or not, so a failure is only logged. */
export async function noteChange(
  { driverName: driver, events, log }: Pick<PxeFilterManagerOptions, 'driverName' | 'events' | 'log'>,
  { allowed, denied, unknown }: WantedFilterState,
  changes: number,
): Promise<void> {
  const body = { driver, changes, allowed: allowed.size, denied: denied.size, unknown };
  try {
    await events.add({ node: null, introspection: null, type: 'pxe-filter.changed', body });
  } catch (error) {
    log.warn({ driver, error: thrownText(error) }, 'A change of the PXE filter could not be noted');
  }
}
