const MAC = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/;

/**
 * The spelling of a MAC address every room agrees on: six lower-case octets with colons. Hyphens are taken
 * as well. Anything else, values that are no text included, is `undefined`.
 */
export function canonicalMac(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length !== 17) return undefined;
  const mac = value.toLowerCase().replaceAll('-', ':');
  return MAC.test(mac) ? mac : undefined;
}
