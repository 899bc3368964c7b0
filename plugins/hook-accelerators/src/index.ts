import { defineHook, type JsonObject } from '@inspector/plugin-api';
import { member, objectMembers, textMember } from '@inspector/plugin-api/ramdisk-data';
import { readKnownDevices, type KnownDevice } from './known-devices.js';

const SHIPPED = new URL('../data/known-devices.yaml', import.meta.url);

/** Lists the accelerators of a machine in the node property `accelerators`. */
export default defineHook({
  id: 'accelerators',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      knownDevices: {
        type: 'string',
        minLength: 1,
        description:
          'YAML file of the accelerators to look for; default: the one that comes with this package.',
      },
    },
  },
  setup({ config, log }) {
    const known = readKnownDevices(config.knownDevices ?? SHIPPED);
    return {
      beforeUpdate(data, node) {
        const devices = objectMembers(data, 'pci_devices');
        if (devices.length === 0) {
          log.warn('no PCI devices in the data: is the collector pci-devices enabled?');
          return;
        }
        const accelerators = devices.flatMap((device) => describe(device, known));
        if (accelerators.length > 0) node.updateProperties({ accelerators });
        log.info({ count: accelerators.length }, 'looked for known accelerators');
      },
    };
  },
});

const describe = (device: JsonObject, known: readonly KnownDevice[]): JsonObject[] => {
  const vendorId = textMember(device, 'vendor_id');
  const deviceId = textMember(device, 'product_id');
  const found = known.find((one) => one.vendorId === vendorId && one.deviceId === deviceId);
  return found === undefined ? [] : [{ ...found.description, pci_address: member(device, 'bus') ?? null }];
};
