import {
  canonicalIp,
  canonicalMac,
  member,
  sharedMacReason,
  textMember,
} from '@inspector/plugin-api/ramdisk-data';
import type { Json, JsonObject, PluginLog } from '@inspector/plugin-api';

/** What is kept of a network card; a JSON object, stored in the data under the card's name. */
export type InterfaceEntry = {
  /** Canonical IP address without zone: IPv4 before IPv6, null for none. */
  ip: string | null;
  /** Lower case. */
  mac: string;
  /** InfiniBand client id, null on Ethernet. */
  client_id: Json;
  /** Whether the machine booted from this card. */
  pxe: boolean;
};

/**
 * The usable network cards by name, in the order of the inventory; of two with one name the later is kept.
 * Cards without name, link address or Ethernet MAC are left out, and those whose MAC other machines have too.
 *
 * @param boot - lower-case MAC of the card the machine booted from, if known
 */
export const interfaceEntries = (
  interfaces: readonly JsonObject[],
  boot: string | undefined,
  log: PluginLog,
): Map<string, InterfaceEntry> => {
  const entries = new Map<string, InterfaceEntry>();
  for (const card of interfaces) {
    const name = textMember(card, 'name');
    if (name === undefined || name === '') {
      log.error({ interface: card }, 'malformed interface record: it has no name');
      continue;
    }
    const mac = ethernetMac(card, name, log);
    if (mac === undefined) continue;
    const ip = canonicalIp(member(card, 'ipv4_address')) ?? canonicalIp(member(card, 'ipv6_address')) ?? null;
    entries.set(name, { ip, mac, client_id: member(card, 'client_id') ?? null, pxe: mac === boot });
  }
  return entries;
};

const ethernetMac = (card: JsonObject, name: string, log: PluginLog): string | undefined => {
  const stated = member(card, 'mac_address');
  if (stated === undefined || stated === null || stated === '') {
    log.debug({ interface: name }, 'the interface has no link information, it is left out');
    return undefined;
  }
  const mac = canonicalMac(stated);
  if (mac === undefined) {
    log.warn({ interface: name, mac: stated }, 'not a valid MAC, the interface is left out');
    return undefined;
  }
  const reason = sharedMacReason(mac);
  if (reason === undefined) return mac;
  log.warn({ interface: name, mac }, `the interface is left out: its MAC is ${reason}`);
  return undefined;
};
