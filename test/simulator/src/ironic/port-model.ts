import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../json.js';
import type { Minor } from './version.js';

/** A port inside the fake, under Ironic's own field names. Tests may change it directly. */
export interface FakePort {
  uuid: string;
  /** MAC, lower case with colons. */
  address: string;
  node_uuid: string;
  extra: JsonObject;
  pxe_enabled: boolean;
  local_link_connection: JsonObject;
  physical_network: string | null;
  [field: string]: Json;
}

/** Fields newer than 1.1 and the microversion each appeared in. */
const PORT_FIELD_VERSIONS: Readonly<Record<string, Minor>> = {
  internal_info: 18,
  local_link_connection: 19,
  pxe_enabled: 19,
  portgroup_uuid: 24,
  physical_network: 34,
  is_smartnic: 53,
};

/** Fields a PATCH may touch. */
export const PATCHABLE_PORT_FIELDS: readonly string[] = [
  ...['address', 'extra', 'is_smartnic', 'local_link_connection', 'node_uuid', 'physical_network'],
  ...['portgroup_uuid', 'pxe_enabled'],
];

/** Fields a POST may carry. */
export const CREATABLE_PORT_FIELDS: readonly string[] = [...PATCHABLE_PORT_FIELDS, 'uuid'];

/** What a listing shows without `fields`. */
export const SHORT_PORT_FIELDS: readonly string[] = ['uuid', 'address'];

/** A port with every field Ironic has, `given` over the defaults. */
export function newPort(
  given: Readonly<Partial<FakePort> & Pick<FakePort, 'address' | 'node_uuid'>>,
): FakePort {
  return {
    uuid: randomUUID(),
    created_at: new Date().toISOString().replace('Z', '000+00:00'),
    updated_at: null,
    extra: {},
    internal_info: {},
    is_smartnic: false,
    local_link_connection: {},
    physical_network: null,
    portgroup_uuid: null,
    pxe_enabled: true,
    ...given,
  };
}

/** Whether a field exists for clients of a microversion. */
export function portFieldVisible(field: string, version: Minor): boolean {
  return version >= (Object.hasOwn(PORT_FIELD_VERSIONS, field) ? (PORT_FIELD_VERSIONS[field] ?? 1) : 1);
}
