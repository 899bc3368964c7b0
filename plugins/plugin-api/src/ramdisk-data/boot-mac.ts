import type { JsonObject } from '../json/types.js';
import { member } from '../json/json-object.js';
import { canonicalMac } from '../net/mac.js';

/**
 * MAC address of the network card the machine booted from, lower case with colons.
 *
 * Taken from `boot_interface`, or from `inventory.boot.pxe_interface` when that is absent or null. PXELINUX
 * writes dashes and puts the hardware type in front (`01-52-54-00-aa-bb-cc`, other types than 01 likewise);
 * six octets with dashes and no type are accepted too.
 *
 * @returns `undefined` when the data do not say.
 */
export const bootMac = (data: JsonObject): string | undefined => {
  const stated = member(data, 'boot_interface') ?? statedByInventory(data);
  if (typeof stated !== 'string' || stated === '') return undefined;
  const text = stated.toLowerCase();
  if (!text.includes('-')) return text;
  const whole = text.replaceAll('-', ':');
  return canonicalMac(whole) ?? whole.slice(text.indexOf('-') + 1);
};

const statedByInventory = (data: JsonObject): unknown =>
  member(member(member(data, 'inventory'), 'boot'), 'pxe_interface');
