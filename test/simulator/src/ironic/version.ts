import type { IncomingHttpHeaders } from 'node:http';
import { fault, routingFault } from './answer.js';

/** Minor number of an API microversion: 76 stands for 1.76. */
export type Minor = number;

/** The range of microversions a fake Ironic speaks. */
export interface VersionRange {
  readonly min: Minor;
  readonly max: Minor;
}

/**
 * Finds the microversion of a request in `X-OpenStack-Ironic-API-Version`, as Ironic does: absent means the
 * oldest, `latest` the newest, anything outside the range is 406.
 */
export function requestedVersion(headers: IncomingHttpHeaders, { min, max }: VersionRange): Minor {
  const header = headers['x-openstack-ironic-api-version'];
  if (typeof header !== 'string') return min;
  if (header.toLowerCase() === 'latest') return max;
  const match = /^1\.(\d{1,4})$/.exec(header.trim());
  if (match === null) {
    throw routingFault(406, 'Not Acceptable', 'Invalid value for X-OpenStack-Ironic-API-Version header');
  }
  const minor = Number(match[1]);
  if (minor < min || minor > max) {
    throw routingFault(
      406,
      'Not Acceptable',
      `Version 1.${minor} was requested but the minor version is not supported by this service. ` +
        `The supported version range is: [1.${min}, 1.${max}].`,
    );
  }
  return minor;
}

/** The headers of every answer that tell a client which versions it may use. */
export function versionHeaders({ min, max }: VersionRange, used?: Minor): Record<string, string> {
  return {
    'X-OpenStack-Ironic-API-Minimum-Version': `1.${min}`,
    'X-OpenStack-Ironic-API-Maximum-Version': `1.${max}`,
    ...(used === undefined ? {} : { 'X-OpenStack-Ironic-API-Version': `1.${used}` }),
  };
}

/** Refuses a feature that is newer than the version the request asked for: 406. */
export function needVersion(used: Minor, needed: Minor): void {
  if (used < needed) throw fault(406, 'Request not acceptable.');
}
