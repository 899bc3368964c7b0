/** A label of a name of a host (RFC 1123), `_` allowed for hosts that have it already. */
const LABEL = /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/;
/** The longest name of a host (RFC 1035). */
const LONGEST = 253;

/**
 * A text as the name of a host: lower case, labels of letters, digits and `-` that are joined by points.
 *
 * @returns undefined when it is none
 */
export function hostName(text: string | null | undefined): string | undefined {
  const name = text?.trim().toLowerCase() ?? '';
  if (name === '' || name.length > LONGEST || name.includes('_')) return undefined;
  // All digits would be taken for an address, or for an index.
  if (/^[\d.]+$/.test(name)) return undefined;
  return name.split('.').every((label) => LABEL.test(label)) ? name : undefined;
}

/** A text made a label by replacing what no label has; for names that are derived from serials and ports. */
export function derivedName(text: string | undefined): string | undefined {
  return hostName(
    text
      ?.toLowerCase()
      .replaceAll(/[^a-z0-9.]+/g, '-')
      .replaceAll(/^[-.]+|[-.]+$/g, ''),
  );
}

/** Digits of the shortest name that is made of a UUID. */
const DIGITS = 8;

/** The name made of a UUID that nothing else has yet: as many of its digits as it takes, never random. */
export function nodeName(uuid: string, isTaken: (name: string) => boolean): string {
  const digits = uuid.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
  for (let length = DIGITS; length < digits.length; length++) {
    const name = `node-${digits.slice(0, length)}`;
    if (!isTaken(name)) return name;
  }
  return `node-${digits}`;
}
