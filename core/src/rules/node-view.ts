import type { BareMetalNode, Json, JsonObject } from '@inspector/plugin-api';

/** Names under which rules have always known some fields, and the fields of the API they stand for. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['id', 'uuid'],
  ['instance_id', 'instance_uuid'],
  ['chassis_id', 'chassis_uuid'],
  ['allocation_id', 'allocation_uuid'],
  ['is_maintenance', 'maintenance'],
  ['is_console_enabled', 'console_enabled'],
  ['is_automated_clean_enabled', 'automated_clean'],
  ['is_protected', 'protected'],
  ['is_retired', 'retired'],
  ['is_secure_boot', 'secure_boot'],
  ['port_groups', 'portgroups'],
]);

/** Fields of the node API that count as null where the service does not send them. */
const KNOWN_FIELDS: readonly string[] = [
  ...OTHER_NAMES.values(),
  'bios_interface',
  'boot_interface',
  'boot_mode',
  'clean_step',
  'conductor',
  'conductor_group',
  'console_interface',
  'created_at',
  'deploy_interface',
  'deploy_step',
  'description',
  'driver',
  'driver_info',
  'driver_internal_info',
  'extra',
  'fault',
  'firmware_interface',
  'inspect_interface',
  'inspection_finished_at',
  'inspection_started_at',
  'instance_info',
  'last_error',
  'lessee',
  'links',
  'maintenance_reason',
  'management_interface',
  'name',
  'network_data',
  'network_interface',
  'owner',
  'parent_node',
  'ports',
  'power_interface',
  'power_state',
  'properties',
  'protected_reason',
  'provision_state',
  'provision_updated_at',
  'raid_config',
  'raid_interface',
  'rescue_interface',
  'reservation',
  'resource_class',
  'retired_reason',
  'service_step',
  'shard',
  'states',
  'storage_interface',
  'target_power_state',
  'target_provision_state',
  'target_raid_config',
  'traits',
  'updated_at',
  'vendor_interface',
  'volume',
];

/** The node as `node://` fields see it: under its API names and the other names of rules. */
export function viewOfNode(node: BareMetalNode): JsonObject {
  const view = new Map<string, Json>(KNOWN_FIELDS.map((field) => [field, null]));
  for (const [field, value] of Object.entries(node)) view.set(field, value ?? null);
  for (const [name, field] of OTHER_NAMES) view.set(name, view.get(field) ?? null);
  return Object.fromEntries(view);
}
