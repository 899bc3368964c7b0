import type { PxeFilterManagerOptions } from './types.js';

/** Seconds between periodic synchronisations; 0: none, as for a driver that does nothing. */
export const syncPeriod = ({ driver, config }: Pick<PxeFilterManagerOptions, 'driver' | 'config'>): number =>
  driver.passive ? 0 : config.pxeFilter.syncPeriod;
