import type { Json, JsonObject } from '@inspector/plugin-api';
import {
  canonicalIp,
  canonicalMac,
  integerOf,
  isJsonObject,
  member,
  objectMembers,
} from '@inspector/plugin-api/ramdisk-data';
import { shortWords } from './short-words.js';

/** Network cards of one machine; a hostile post may name thousands. */
const MOST_CARDS = 64;
/** VLANs of one card. */
const MOST_VLANS = 128;

/**
 * The usable network cards, sorted by name: `name`, `mac`, `ips`, `has_carrier`, and of the switch `switch`, `switch_port`
 * and `vlans`. What is not known is left out.
 */
export function interfaceFacts(data: JsonObject): JsonObject[] {
  const all = member(data, 'all_interfaces');
  const entries = isJsonObject(all) ? all : {};
  const cards = new Map(
    objectMembers(member(data, 'inventory'), 'interfaces').map((card) => [member(card, 'name'), card]),
  );
  return Object.keys(entries)
    .filter((name) => shortWords(name) === name)
    .sort()
    .slice(0, MOST_CARDS)
    .map((name) => cardFacts(name, entries[name], cards.get(name)));
}

function cardFacts(name: string, entry: Json | undefined, card: JsonObject | undefined): JsonObject {
  const link = member(entry, 'lldp_processed');
  const ips = [member(entry, 'ip'), member(card, 'ipv4_address'), member(card, 'ipv6_address')].map(
    canonicalIp,
  );
  const carrier = member(card, 'has_carrier');
  const facts: Record<string, Json | undefined> = {
    name,
    mac: canonicalMac(member(entry, 'mac')),
    ips: filled([...new Set(ips.filter((ip) => ip !== undefined))].sort()),
    has_carrier: typeof carrier === 'boolean' ? carrier : undefined,
    switch: shortWords(member(link, 'switch_system_name')) ?? shortWords(member(link, 'switch_chassis_id')),
    switch_port: shortWords(member(link, 'switch_port_id')),
    vlans: filled(vlansOf(link)),
  };
  return Object.fromEntries(
    Object.entries(facts).filter((fact): fact is [string, Json] => fact[1] !== undefined),
  );
}

/** Numbers of the VLANs that a switch names or sends untagged. */
function vlansOf(link: Json | undefined): number[] {
  const named = objectMembers(link, 'switch_port_vlans').map((vlan) => integerOf(member(vlan, 'id')));
  const untagged = integerOf(member(link, 'switch_port_untagged_vlan_id'));
  const numbers = [...named, untagged].filter((id) => id !== undefined && id > 0 && id < 4095);
  return [...new Set(numbers.filter((id) => id !== undefined))]
    .sort((left, right) => left - right)
    .slice(0, MOST_VLANS);
}

const filled = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);
