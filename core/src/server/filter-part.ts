import { thrownText } from '@inspector/plugin-api';
import { readDhcpAddresses } from '@inspector/plugin-api/pxe-filter';
import { createPxeFilterManager } from '../pxe-filter/manager.js';
import type { PxeFilterManager } from '../pxe-filter/types.js';
import type { Foundation } from './foundation.js';
import type { StartOptions } from './start-options.js';

/** The PXE filter of a process, not yet initialised. */
export function makeFilter(
  { config, log }: StartOptions,
  { host, database, metrics }: Foundation,
): PxeFilterManager {
  const { name, instance } = host.driver('inspector.pxe-filter');
  return createPxeFilterManager({
    driver: instance,
    driverName: name,
    config,
    baremetal: host.driver('inspector.baremetal').instance,
    dhcpAddresses: () =>
      readDhcpAddresses(config, (path, error) => {
        log.error({ path, error: thrownText(error) }, 'Could not read the neighbours of an interface');
      }),
    records: database.records,
    events: database.events,
    metrics,
    log,
  });
}
