import type { JsonObject } from '@inspector/plugin-api';
import { bootMac, canonicalMac, cardMac, member } from '@inspector/plugin-api/ramdisk-data';
import { lookupKeys, type LookupKeys } from '../introspection/lookup.js';

/** Network cards that are looked at; hostile data may have any number. */
const MOST_CARDS = 1000;

/** What a machine may be recognised by in data that no hook has seen: the card it booted from comes first. */
export function unseenKeys(data: JsonObject): LookupKeys {
  const { macs, bmcAddresses } = lookupKeys(data);
  const cards = member(member(data, 'inventory'), 'interfaces');
  const own = (Array.isArray(cards) ? cards : [])
    .slice(0, MOST_CARDS)
    .map((card) => cardMac(member(card, 'mac_address')));
  const all = [canonicalMac(bootMac(data)), ...own, ...macs].filter((mac) => mac !== undefined);
  return { macs: [...new Set(all)], bmcAddresses };
}
