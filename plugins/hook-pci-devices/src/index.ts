import { defineHook } from '@inspector/plugin-api';
import { objectMembers } from '@inspector/plugin-api/ramdisk-data';
import { readAliases } from './alias.js';
import { countDevices } from './count.js';

/** Counts the PCI devices of a machine that have an alias and writes the counts as capabilities. */
export default defineHook({
  id: 'pci_devices',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      alias: {
        anyOf: [{ type: 'array', items: { type: ['object', 'string'] } }, { type: ['object', 'string'] }],
        default: [],
        description:
          'Kinds of devices to count: objects of `vendor_id`, `product_id` and the `name` of the capability.',
      },
    },
  },
  setup({ config, log }) {
    const aliases = readAliases(Array.isArray(config.alias) ? config.alias : [config.alias], log);
    return {
      async beforeUpdate(data, node) {
        if (aliases.length > 0 && !Object.hasOwn(data, 'pci_devices')) {
          log.warn('no PCI devices in the data: is the collector pci-devices enabled?');
        }
        const counts = countDevices(objectMembers(data, 'pci_devices'), aliases);
        if (Object.keys(counts).length > 0) await node.updateCapabilities(counts);
      },
    };
  },
});
