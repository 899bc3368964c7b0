import type { JsonObject } from '../json/types.js';
import { isJsonObject, member } from '../json/json-object.js';
import { cardMac } from '../net/mac.js';

/**
 * MAC addresses of every valid network card of a machine, whether or not it becomes a port: those of the
 * entries of `all_interfaces`, which the hook `validate_interfaces` writes. Lower case, each once, in order.
 * Addresses that several machines share (all zero, multicast, defaults of makers) are left out: they tell nothing.
 */
export const interfaceMacs = (data: JsonObject): string[] => {
  const entries = member(data, 'all_interfaces');
  if (!isJsonObject(entries)) return [];
  const macs = Object.values(entries).map((entry) => cardMac(member(entry, 'mac')));
  return [...new Set(macs.filter((mac) => mac !== undefined))];
};
