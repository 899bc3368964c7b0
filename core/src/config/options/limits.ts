import { integer } from '../option.js';
import { requestLimitsOptions } from './request-limits.js';

/**
 * The `limits` group: how much one machine, or a stranger, may take. Whoever is on the provisioning network can post data,
 * so each of these holds whatever a post says. A limit that is hit is logged and counted.
 */
export const limitsOptions = {
  ...requestLimitsOptions,
  interfaces: integer(
    256,
    'Network cards of one machine. Data with more are refused, and no node gets more ports than this.',
    { minimum: 1 },
  ),
  strangersLogFiles: integer(
    100,
    'Files with logs of ramdisks that belong to no introspection. The oldest go first.',
    { minimum: 0 },
  ),
  strangersLogBytes: integer(268_435_456, 'Bytes of these files together. The oldest go first.', {
    minimum: 0,
  }),
  strangersLogDays: integer(7, 'Days after which such a file is deleted; 0: never because of its age.', {
    minimum: 0,
  }),
} as const;
