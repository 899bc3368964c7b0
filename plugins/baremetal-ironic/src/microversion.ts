import { InspectorError } from '@inspector/plugin-api';

/** Kinds of resources; each wants a version of its own. */
export type Resource = 'nodes' | 'ports' | 'traits';

/**
 * Minor versions asked for where the service has them. Nodes: 1.76 is the newest whose nodes Inspector knows;
 * ports: 1.34 brought `physical_network`; traits came with 1.37.
 */
const WANTED: Readonly<Record<Resource, number>> = { nodes: 76, ports: 34, traits: 37 };

/** Oldest minor version Inspector works with: ports got `pxe_enabled` and `local_link_connection` with it. */
export const OLDEST = 19;

/** Minor versions of API 1 a service offers. */
export interface VersionRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** Reads the minor part of `1.<minor>`; `undefined` for everything else. */
export function minorOf(version: unknown): number | undefined {
  if (typeof version !== 'string') return undefined;
  const match = /^1\.(\d{1,6})$/.exec(version.trim());
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** Headers that ask for the version a resource is used with: the wanted one, or the newest there is. */
export function versionHeaders(range: VersionRange, resource: Resource): Record<string, string> {
  const minor = Math.max(Math.min(range.maximum, WANTED[resource]), range.minimum);
  const version = `1.${String(minor)}`;
  return { 'x-openstack-ironic-api-version': version, 'openstack-api-version': `baremetal ${version}` };
}

/**
 * Checks that the service can do something before it is asked to.
 *
 * @param needed - minor version that brought the feature
 * @param feature - what it is for, for the message
 * @throws INSP_BAREMETAL_TOO_OLD
 */
export function requireVersion(range: VersionRange, needed: number, feature: string): void {
  if (range.maximum >= needed) return;
  throw new InspectorError(
    'INSP_BAREMETAL_TOO_OLD',
    `${feature} needs version 1.${String(needed)} of the bare metal API, but the service offers at most 1.${String(range.maximum)}. Upgrade Ironic.`,
  );
}
