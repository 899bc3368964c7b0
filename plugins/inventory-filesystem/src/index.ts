import { defineInventory } from '@inspector/plugin-api';
import { FilesystemInventory } from './filesystem-inventory.js';
import { placeOf } from './place.js';

/** Keeps the inventory in OpenStack-Ansible's file, with an archive of former versions and a journal. */
export default defineInventory({
  id: 'filesystem',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      directory: {
        type: 'string',
        minLength: 1,
        description:
          'Directory of `openstack_inventory.json`; no other one is looked at then. Default: `OSA_CONFIG_DIR` of the environment, else `/etc/openstack_deploy`.',
      },
      keep: {
        type: 'integer',
        minimum: 0,
        default: 15,
        description: 'Former versions that stay in the backup archive; 0: all.',
      },
      hostnamesFile: {
        type: 'boolean',
        default: false,
        description:
          'Write `openstack_hostnames_ips.yml`, with the addresses of all hosts, for helper scripts.',
      },
    },
  },
  setup({ config: { directory, keep, hostnamesFile }, log }) {
    return new FilesystemInventory(placeOf(directory, process.env), { keep, hostnamesFile }, log);
  },
});
