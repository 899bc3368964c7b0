/**
 * The canonical spelling (lower case, dashes) of a UUID-like text, or undefined when it is not one. As the
 * OpenStack libraries do, it takes `urn:`, `uuid:`, braces, missing dashes and upper case.
 */
export function canonicalUuid(text: string): string | undefined {
  const hex = withoutBraces(text.replaceAll('urn:', '').replaceAll('uuid:', ''))
    .replaceAll('-', '')
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) return undefined;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The text without braces around it. Counted, not matched: a pattern would begin anew at every brace of a long run. */
function withoutBraces(text: string): string {
  const isBrace = (index: number): boolean => text[index] === '{' || text[index] === '}';
  let start = 0;
  let end = text.length;
  while (start < end && isBrace(start)) start++;
  while (end > start && isBrace(end - 1)) end--;
  return text.slice(start, end);
}
