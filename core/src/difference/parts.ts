import type { JsonObject } from '@inspector/plugin-api';
import { diskParts } from './disks.js';
import { machineParts } from './machine-parts.js';
import { memoryModules } from './memory-modules.js';
import { networkCards } from './network-cards.js';
import { pciDevices } from './pci-devices.js';
import type { Part } from './types.js';

/** The parts of a machine as introspection data tell of them, raw or processed. Data that tell of none give none. */
export const partsOf = (data: JsonObject): Part[] => [
  ...machineParts(data),
  ...memoryModules(data),
  ...diskParts(data),
  ...networkCards(data),
  ...pciDevices(data),
];
