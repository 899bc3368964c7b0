import { integer } from '../option.js';
import { requestLimitsOptions } from './request-limits.js';

/**
 * The `limits` group: how much one machine, or a stranger, may take. Whoever is on the provisioning network can post data,
 * so each of these holds whatever a post says. A limit that is hit is logged and counted.
 */
export const limitsOptions = {
  ...requestLimitsOptions,
  failedCredentials: integer(
    20,
    'Wrong passwords or tokens that one address may send in a minute; then nobody is asked about what it sends for a minute, and it gets 401 with `Retry-After`. Known good ones go on to work. Addresses of `trustedProxies` are not counted. 0: any number.',
    { minimum: 0 },
  ),
  interfaces: integer(
    256,
    'Network cards of one machine. Data with more are refused, and no node gets more ports than this.',
    { minimum: 1 },
  ),
  strangersRequests: integer(
    200,
    'Requests a second to the bare metal service because of machines that match no introspection, for ten seconds at once. Further machines are told to try again. 0: any number.',
    { minimum: 0 },
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
