import type { JsonObject } from '@inspector/plugin-api';
import { canonicalMac, integerOf, member, objectMembers } from '@inspector/plugin-api/ramdisk-data';
import { flag, known, MOST_PARTS, words } from './part.js';
import type { Part } from './types.js';

/** Names that the kernel gives in the order in which it finds cards; all others say where a card is plugged. */
const COUNTED = /^(?:eth|wlan|ib|usb)\d+$/;
const PCI = /^pci@/;

/**
 * The network cards, known by MAC address. IP addresses are not looked at: DHCP gives others. The port of the switch that
 * a card hangs on is known where the hook `lldp_basic` is enabled.
 */
export const networkCards = (data: JsonObject): Part[] =>
  objectMembers(member(data, 'inventory'), 'interfaces')
    .slice(0, MOST_PARTS)
    .map((card) => cardOf(card, data));

function cardOf(card: JsonObject, data: JsonObject): Part {
  const name = words(member(card, 'name'));
  const link =
    name === undefined ? undefined : member(member(member(data, 'all_interfaces'), name), 'lldp_processed');
  const extra = name === undefined ? undefined : member(member(member(data, 'extra'), 'network'), name);
  return {
    kind: 'network card',
    facts: known({
      mac: canonicalMac(member(card, 'mac_address')),
      vendor: words(member(card, 'vendor')),
      product: words(member(card, 'product')),
      driver: words(member(card, 'driver') ?? member(extra, 'driver')),
      firmware: words(member(extra, 'firmware')),
      speed_mbps: integerOf(member(card, 'speed_mbps')),
      link: flag(member(card, 'has_carrier')),
      switch: words(member(link, 'switch_system_name')) ?? words(member(link, 'switch_chassis_id')),
      switch_port: words(member(link, 'switch_port_id')),
    }),
    identity: ['mac'],
    places: known({
      pci_address: words(member(card, 'pci_address')) ?? words(member(extra, 'businfo'))?.replace(PCI, ''),
      biosdevname: words(member(card, 'biosdevname')),
      name: name === undefined || COUNTED.test(name) ? undefined : name,
    }),
    ...(name === undefined ? {} : { label: name }),
  };
}
