const MAC = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i;

/** Whether a value is an Ethernet MAC address: six hexadecimal octets joined by colons, in any case. */
export const isMac = (value: unknown): value is string => typeof value === 'string' && MAC.test(value);

/** The lower-case form of a MAC address; `undefined` when the value is none. */
export const canonicalMac = (value: unknown): string | undefined =>
  isMac(value) ? value.toLowerCase() : undefined;
