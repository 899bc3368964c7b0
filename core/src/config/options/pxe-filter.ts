import { flag, integer, text } from '../option.js';

/** The `pxeFilter` group. */
export const pxeFilterOptions = {
  driver: text('noop', 'PXE filter driver.'),
  syncPeriod: integer(15, 'Seconds between periodic synchronisations; 0 disables them.', { minimum: 0 }),
  syncTimeout: integer(
    20,
    'Seconds that all commands of one synchronisation together may take. Starts, posts and aborts wait for them.',
    { minimum: 1 },
  ),
  denyUnknownMacs: flag(false, 'Never give a lease to machines the bare metal service does not know.'),
} as const;
