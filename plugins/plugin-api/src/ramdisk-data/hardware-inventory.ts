import type { Json, JsonObject } from '../json/types.js';
import { InspectorError } from '../errors/inspector-error.js';
import { isJsonObject, member, objectMembers } from '../json/json-object.js';

/** The inventory of a machine after the check every hook that needs it makes. */
export interface HardwareInventory {
  /** The object in the data itself: changing it changes the data. */
  readonly inventory: JsonObject;
  /** Network cards; items that are no objects are left out. */
  readonly interfaces: readonly JsonObject[];
  /** Disks in the order of the ramdisk; items that are no objects are left out. */
  readonly disks: readonly JsonObject[];
}

/**
 * Checks that introspection data hold an inventory with at least one network card. A machine without disks is
 * fine: `inventory.disks` is then set to an empty list.
 *
 * @throws InspectorError `INSP_HOOK_FAILED` (400) when the inventory or its interfaces are missing or empty.
 */
export const hardwareInventory = (data: JsonObject): HardwareInventory => {
  const inventory = member(data, 'inventory');
  if (!isJsonObject(inventory) || Object.keys(inventory).length === 0) {
    throw new InspectorError('INSP_HOOK_FAILED', 'Hardware inventory is empty or missing');
  }
  if (!isFilledList(member(inventory, 'interfaces'))) {
    throw new InspectorError('INSP_HOOK_FAILED', 'No network interfaces provided in the inventory');
  }
  if (!isFilledList(member(inventory, 'disks'))) inventory['disks'] = [];
  return {
    inventory,
    interfaces: objectMembers(inventory, 'interfaces'),
    disks: objectMembers(inventory, 'disks'),
  };
};

const isFilledList = (value: Json | undefined): value is Json[] => Array.isArray(value) && value.length > 0;
