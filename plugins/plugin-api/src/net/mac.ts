const MAC = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i;

/** Bit of the first octet that marks the address of a group (IEEE 802, 8.2.2). */
const GROUP = 0x01;
/** Bit of the first octet that says that no maker guarantees that the address is unique. */
const LOCAL = 0x02;

/** Addresses that a maker gives to every card whose own one is missing, or to every card of a kind. */
const REPEATED: ReadonlySet<string> = new Set([
  // Intel network cards with an empty NVM.
  '88:88:88:88:87:88',
  // Broadcom BCM57xx without an address of its own.
  '00:10:18:00:00:00',
  // The USB network card between a machine and its Insyde BMC (Supermicro and others).
  'be:3a:f2:b6:05:9f',
]);

/** Whether a value is an Ethernet MAC address: six hexadecimal octets joined by colons, in any case. */
export const isMac = (value: unknown): value is string => typeof value === 'string' && MAC.test(value);

/** The lower-case form of a MAC address; `undefined` when the value is none. */
export const canonicalMac = (value: unknown): string | undefined =>
  isMac(value) ? value.toLowerCase() : undefined;

/**
 * Why a MAC address cannot belong to one network card alone, as the end of a sentence: it is zero, the address
 * of a group, or one that a maker gives to many cards. `undefined`: it can.
 *
 * @param mac - canonical
 */
export const sharedMacReason = (mac: string): string | undefined => {
  if (mac === '00:00:00:00:00:00') return 'all zero, the card was never given an address';
  if ((firstOctet(mac) & GROUP) !== 0) return 'an address of a group (multicast), not of a card';
  return REPEATED.has(mac) ? 'one that its maker gives to many cards' : undefined;
};

/** The lower-case form of a MAC address that tells machines apart; `undefined` for every other value. */
export const cardMac = (value: unknown): string | undefined => {
  const mac = canonicalMac(value);
  return mac === undefined || sharedMacReason(mac) !== undefined ? undefined : mac;
};

/**
 * Whether a canonical MAC address was chosen by software (virtual machines, USB network cards, bonds): nobody
 * guarantees that no other machine has it.
 */
export const isLocallyAdministered = (mac: string): boolean => (firstOctet(mac) & LOCAL) !== 0;

const firstOctet = (mac: string): number => Number.parseInt(mac.slice(0, 2), 16);
