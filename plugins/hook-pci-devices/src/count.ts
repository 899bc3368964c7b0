import { textMember } from '@inspector/plugin-api/ramdisk-data';
import type { JsonObject } from '@inspector/plugin-api';
import type { Alias } from './alias.js';

/**
 * How many of the devices each alias name stands for, as capability texts; names without a device are absent.
 * Identifiers compare exactly, as the ramdisk writes them: hexadecimal, lower case, no `0x`. Several aliases
 * with one name add up, but a device counts once for it.
 */
export const countDevices = (
  devices: readonly JsonObject[],
  aliases: readonly Alias[],
): Record<string, string> => {
  const counts = new Map<string, number>();
  for (const device of devices) {
    const vendorId = textMember(device, 'vendor_id');
    const productId = textMember(device, 'product_id');
    const names = aliases.filter((alias) => alias.vendorId === vendorId && alias.productId === productId);
    for (const name of new Set(names.map((alias) => alias.name)))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].map(([name, count]) => [name, String(count)]));
};
