import { expect } from 'chai';
import { viewOfNode } from '../../src/rules/node-view.js';

/** The fields of a node in the bare metal API. */
const FIELDS =
  `allocation_uuid automated_clean bios_interface boot_interface boot_mode chassis_uuid clean_step
  conductor conductor_group console_enabled console_interface created_at deploy_interface deploy_step description
  driver driver_info driver_internal_info extra fault firmware_interface inspect_interface inspection_finished_at
  inspection_started_at instance_info instance_uuid last_error lessee links maintenance maintenance_reason
  management_interface name network_data network_interface owner parent_node portgroups ports power_interface
  power_state properties protected protected_reason provision_state provision_updated_at raid_config
  raid_interface rescue_interface reservation resource_class retired retired_reason secure_boot service_step shard
  states storage_interface target_power_state target_provision_state target_raid_config traits updated_at
  vendor_interface volume`.split(/\s+/);

const OTHER_NAMES = `id instance_id chassis_id allocation_id is_maintenance is_console_enabled
  is_automated_clean_enabled is_protected is_retired is_secure_boot port_groups`.split(/\s+/);

describe('the node as rules see it', () => {
  it('has every field of the API, null where the service does not send it', () => {
    const view = viewOfNode({ uuid: 'n1' });
    for (const field of FIELDS) expect(view, field).to.have.property(field, null);
  });

  it('has the other names too, and nothing else that was not sent', () => {
    const view = viewOfNode({ uuid: 'n1', driver: 'ipmi', new_in_some_release: 1 });
    expect(view).to.include({ uuid: 'n1', id: 'n1', driver: 'ipmi', new_in_some_release: 1 });
    expect(Object.keys(view)).to.have.members([...FIELDS, ...OTHER_NAMES, 'uuid', 'new_in_some_release']);
  });
});
