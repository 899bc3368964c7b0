/**
 * What makers write where a serial number should be, in lower case without blanks at the ends. Seen in DMI tables and as
 * serials of disks; every machine of a kind has the same one.
 */
const JUNK: ReadonlySet<string> = new Set([
  '.',
  '-',
  '0123456789',
  '1234567890',
  '123456789',
  '12345678',
  'base board serial number',
  'chassis serial number',
  'default string',
  'empty',
  'invalid',
  'na',
  'n/a',
  'no asset information',
  'none',
  'not applicable',
  'not available',
  'not provided',
  'not specified',
  'null',
  'o.e.m.',
  'oem',
  'serial',
  'serial number',
  'sn',
  'standard',
  'system serial number',
  'to be filled by o.e.m.',
  'to be filled by oem',
  'unknow',
  'unknown',
  'unspecified',
  'xxxxxxxxxx',
]);

/** One character again and again, as in `00000000` and `xxxx`; blanks and dashes do not count. */
const REPEATED = /^(.)\1*$/u;

/**
 * Whether a text is a serial number that tells machines apart. Empty ones are none, nor are the words that makers put
 * there when they have none.
 */
export function isSerial(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const text = value.trim().toLowerCase();
  return text !== '' && !JUNK.has(text) && !REPEATED.test(text.replaceAll(/[\s-]/g, '') || '-');
}
