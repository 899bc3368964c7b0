import type { JsonObject } from '@inspector/plugin-api';
import { member, objectMembers } from '@inspector/plugin-api/ramdisk-data';
import { known, MOST_PARTS, words } from './part.js';
import type { Part } from './types.js';

/** Classes of network controllers and of what disks hang on begin so; both are looked at as cards and disks. */
const SEEN_ELSEWHERE = /^(?:0x)?0[12]/i;

/** The PCI devices that the collector `pci-devices` found, network and storage controllers excepted. */
export const pciDevices = (data: JsonObject): Part[] =>
  objectMembers(data, 'pci_devices')
    .filter((device) => !SEEN_ELSEWHERE.test(words(member(device, 'class')) ?? ''))
    .slice(0, MOST_PARTS)
    .map((device) => ({
      kind: 'PCI device',
      facts: known({
        vendor_id: words(member(device, 'vendor_id')),
        product_id: words(member(device, 'product_id')),
        class: words(member(device, 'class')),
        revision: words(member(device, 'revision')),
      }),
      identity: [],
      places: known({ pci_address: words(member(device, 'bus')) }),
    }));
