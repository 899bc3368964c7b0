import type { IncomingHttpHeaders } from 'node:http';
import type { Context, Next } from 'koa';
import { InspectorError } from '@inspector/plugin-api';

/** A version of the API. */
export interface ApiVersion {
  readonly major: number;
  readonly minor: number;
}

/** The oldest version that is accepted. */
export const MINIMUM_VERSION: ApiVersion = { major: 1, minor: 0 };
/** The newest version; also what a request without version gets. */
export const MAXIMUM_VERSION: ApiVersion = { major: 1, minor: 18 };

const SERVICE = 'baremetal-introspection';
const PREFIX = 'X-OpenStack-Ironic-Inspector-API';

/** A version as text, such as `1.18`. */
export const formatVersion = ({ major, minor }: ApiVersion): string => `${major}.${minor}`;

/** Whether a version is older than another one. */
export const isBefore = (version: ApiVersion, other: ApiVersion): boolean =>
  version.major < other.major || (version.major === other.major && version.minor < other.minor);

/** Middleware: says in every answer which versions there are. */
export function versionHeaders(ctx: Context, next: Next): Promise<unknown> {
  ctx.set(`${PREFIX}-Minimum-Version`, formatVersion(MINIMUM_VERSION));
  ctx.set(`${PREFIX}-Maximum-Version`, formatVersion(MAXIMUM_VERSION));
  return next();
}

/**
 * The version a request asks for. The standard header `OpenStack-API-Version` counts where it names this
 * service, else the header of the old service does.
 *
 * @throws INSP_BAD_VERSION and INSP_UNSUPPORTED_VERSION.
 */
export function requestedVersion(headers: IncomingHttpHeaders): ApiVersion {
  const standard = standardVersion(single(headers['openstack-api-version']));
  const text = standard ?? single(headers[`${PREFIX}-Version`.toLowerCase()]);
  if (text === undefined || text.trim().toLowerCase() === 'latest') return MAXIMUM_VERSION;
  const version = parse(text);
  if (isBefore(version, MINIMUM_VERSION) || isBefore(MAXIMUM_VERSION, version)) {
    throw new InspectorError(
      'INSP_UNSUPPORTED_VERSION',
      `Unsupported API version ${normalised(text)}, supported range is ` +
        `${formatVersion(MINIMUM_VERSION)} to ${formatVersion(MAXIMUM_VERSION)}`,
    );
  }
  return version;
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;

/** The version of the last entry that names this service, e.g. of `compute 2.1, baremetal-introspection 1.5`. */
function standardVersion(header: string | undefined): string | undefined {
  const entries = (header ?? '').split(',').map((entry) => entry.trim().split(/\s+/));
  return entries
    .findLast(([service]) => service?.toLowerCase() === SERVICE)
    ?.slice(1)
    .join(' ');
}

const partsOf = (text: string): string[] => text.split('.').map((part) => part.trim());

function parse(text: string): ApiVersion {
  const parts = partsOf(text);
  const [major, minor] = parts;
  if (parts.length !== 2 || !parts.every((part) => /^[+-]?\d+$/.test(part))) {
    throw new InspectorError(
      'INSP_BAD_VERSION',
      'Malformed API version: expected string in form of X.Y or latest',
    );
  }
  return { major: Number(major), minor: Number(minor) };
}

/** The version without signs and zeros that mean nothing; numbers too large for JavaScript stay exact. */
const normalised = (text: string): string =>
  partsOf(text)
    .map((part) => (part.startsWith('-') ? -BigInt(part.slice(1)) : BigInt(part.replace('+', ''))).toString())
    .join('.');
