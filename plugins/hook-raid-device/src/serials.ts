import { member, objectMembers, textMember } from '@inspector/plugin-api/ramdisk-data';
import type { IntrospectionData, Json } from '@inspector/plugin-api';

/**
 * Serial numbers of the disks of a machine: those of the inventory, or of `block_devices` where an old ramdisk
 * sends no inventory. Disks without a serial are left out.
 */
export const serialsOf = (data: IntrospectionData): string[] => {
  const inventory = member(data, 'inventory');
  if (inventory === undefined) return serialList(member(data, 'block_devices'));
  return objectMembers(inventory, 'disks')
    .map((disk) => textMember(disk, 'serial'))
    .filter((serial): serial is string => serial !== undefined && serial !== '');
};

/** The texts in `serials` of an object such as the node's `extra.block_devices`. */
export const serialList = (blockDevices: Json | undefined): string[] => {
  const serials = member(blockDevices, 'serials');
  return Array.isArray(serials)
    ? serials.filter((serial): serial is string => typeof serial === 'string' && serial !== '')
    : [];
};
