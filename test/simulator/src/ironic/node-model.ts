import { randomUUID } from 'node:crypto';
import { isObject, type Json, type JsonObject } from '../json.js';
import type { Minor } from './version.js';

/** A node inside the fake, under Ironic's own field names. Tests may change it directly. */
export interface FakeNode {
  uuid: string;
  name: string | null;
  driver: string;
  driver_info: JsonObject;
  properties: JsonObject;
  extra: JsonObject;
  provision_state: string;
  power_state: string | null;
  target_power_state: string | null;
  last_error: string | null;
  /** Host that holds the lock; while it is set every change of the node is refused with 409. */
  reservation: string | null;
  maintenance: boolean;
  traits: string[];
  [field: string]: Json;
}

/** State of the machine behind a node that the API shows only in part. Tests may change it directly. */
export interface Hardware {
  bootDevice: string;
  bootPersistent: boolean;
  /** Answer of `validate` per interface, where it differs from `{result: true}`. */
  validation: Record<string, { result: boolean | null; reason?: string }>;
  /** Set: power changes are accepted and then fail with this text in `last_error`. */
  powerFailure: string | null;
}

const INTERFACES = ['bios', 'boot', 'console', 'deploy', 'inspect', 'management', 'network', 'power', 'raid'];
const MORE_INTERFACES = ['rescue', 'storage', 'vendor'];

/** Fields newer than 1.1 and the microversion each appeared in. */
const NODE_FIELD_VERSIONS: Readonly<Record<string, Minor>> = {
  driver_internal_info: 3,
  name: 5,
  inspection_finished_at: 6,
  inspection_started_at: 6,
  clean_step: 7,
  raid_config: 12,
  target_raid_config: 12,
  network_interface: 20,
  resource_class: 21,
  boot_interface: 31,
  console_interface: 31,
  deploy_interface: 31,
  inspect_interface: 31,
  management_interface: 31,
  power_interface: 31,
  raid_interface: 31,
  vendor_interface: 31,
  storage_interface: 33,
  traits: 37,
  rescue_interface: 38,
  bios_interface: 40,
  fault: 42,
  deploy_step: 44,
  conductor_group: 46,
  conductor: 49,
  automated_clean: 47,
  protected: 48,
  protected_reason: 48,
  owner: 50,
  description: 51,
  allocation_uuid: 52,
  retired: 61,
  retired_reason: 61,
  lessee: 65,
  network_data: 66,
  boot_mode: 75,
  secure_boot: 75,
  shard: 82,
};

/** Fields a PATCH may touch, in Ironic's own order of its error text after sorting. */
export const PATCHABLE_NODE_FIELDS: readonly string[] = [
  ...['automated_clean', 'chassis_uuid', 'conductor_group', 'description', 'driver', 'driver_info', 'extra'],
  ...[
    'instance_info',
    'instance_uuid',
    'lessee',
    'maintenance',
    'name',
    'network_data',
    'owner',
    'properties',
  ],
  ...['protected', 'protected_reason', 'resource_class', 'retired', 'retired_reason', 'shard'],
  ...[...INTERFACES, ...MORE_INTERFACES].map((name) => `${name}_interface`),
];

/** Fields a POST may carry. */
export const CREATABLE_NODE_FIELDS: readonly string[] = [...PATCHABLE_NODE_FIELDS, 'uuid'];

/** What a listing shows without `fields`. */
export const SHORT_NODE_FIELDS: readonly string[] = [
  ...['uuid', 'instance_uuid', 'maintenance', 'power_state', 'provision_state', 'name'],
];

/** A node with every field Ironic has, `given` over the defaults. */
export function newNode(given: Readonly<Partial<FakeNode>>): FakeNode {
  return {
    uuid: randomUUID(),
    created_at: new Date().toISOString().replace('Z', '000+00:00'),
    updated_at: null,
    allocation_uuid: null,
    automated_clean: null,
    ...defaultInterfaces(),
    boot_mode: null,
    chassis_uuid: null,
    clean_step: {},
    conductor: 'localhost',
    conductor_group: '',
    console_enabled: false,
    deploy_step: {},
    description: null,
    driver: 'fake-hardware',
    driver_info: {},
    driver_internal_info: {},
    extra: {},
    fault: null,
    inspection_finished_at: null,
    inspection_started_at: null,
    instance_info: {},
    instance_uuid: null,
    last_error: null,
    lessee: null,
    maintenance: false,
    maintenance_reason: null,
    name: null,
    network_data: {},
    owner: null,
    power_state: null,
    properties: {},
    protected: false,
    protected_reason: null,
    provision_state: 'enroll',
    provision_updated_at: null,
    raid_config: {},
    reservation: null,
    resource_class: null,
    retired: false,
    retired_reason: null,
    secure_boot: null,
    shard: null,
    target_power_state: null,
    target_provision_state: null,
    target_raid_config: {},
    traits: [],
    ...given,
  };
}

/** The interface fields as a newly enrolled node has them; changing the driver may reset them to these. */
export function defaultInterfaces(): JsonObject {
  const names = [...INTERFACES, ...MORE_INTERFACES];
  const entries = names.map((name): [string, Json] => [`${name}_interface`, 'fake']);
  const special = { inspect_interface: 'inspector', network_interface: 'noop', storage_interface: 'noop' };
  return { ...Object.fromEntries(entries), ...special };
}

/** Whether a field exists for clients of a microversion. */
export function nodeFieldVisible(field: string, version: Minor): boolean {
  return version >= (Object.hasOwn(NODE_FIELD_VERSIONS, field) ? (NODE_FIELD_VERSIONS[field] ?? 1) : 1);
}

/** A value as the API shows it: values of password-like keys of `driver_info` are masked. */
export function shownNodeValue(field: string, value: Json): Json {
  if (field !== 'driver_info' || !isObject(value)) return value;
  const masked = Object.entries(value).map(([key, member]): [string, Json] => [
    key,
    key.includes('password') ? '******' : member,
  ]);
  return Object.fromEntries(masked);
}
