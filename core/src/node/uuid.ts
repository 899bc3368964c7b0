/**
 * The canonical spelling (lower case, dashes) of a UUID-like text, or undefined when it is not one. As the
 * OpenStack libraries do, it takes `urn:`, `uuid:`, braces, missing dashes and upper case.
 */
export function canonicalUuid(text: string): string | undefined {
  const hex = text
    .replaceAll('urn:', '')
    .replaceAll('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '')
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) return undefined;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
