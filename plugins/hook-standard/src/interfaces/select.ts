import { isLoopback } from '@inspector/plugin-api/ramdisk-data';
import type { ServiceOptions } from '@inspector/plugin-api';
import type { InterfaceEntry } from './entries.js';

/**
 * Whether a network card is to become a port.
 *
 * Never the loopback interface. `pxe`: the card the machine booted from, and like `active` when that is not
 * known. Every choice but `all` asks for an IP address.
 *
 * @param bootKnown - whether the data say which card the machine booted from
 */
export const isSelected = (
  name: string,
  { ip, pxe }: InterfaceEntry,
  addPorts: ServiceOptions['processing']['addPorts'],
  bootKnown: boolean,
): boolean => {
  if (name === 'lo' || (ip !== null && isLoopback(ip))) return false;
  if (addPorts === 'pxe' && bootKnown && !pxe) return false;
  return addPorts === 'all' || ip !== null;
};
