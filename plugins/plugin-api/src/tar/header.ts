/** Bytes of a block, which every part of an archive fills. */
export const BLOCK = 512;

/** What the header of one entry says. */
export interface TarHeader {
  readonly name: string;
  /** Bytes of content. */
  readonly size: number;
  /** `0` for a file, `x` for attributes of the next entry (PAX), `L` for its long name (GNU). */
  readonly type: string;
  /** When the content was changed last, seconds since 1970. */
  readonly modified: number;
}

/** Where the fields of a header are: POSIX.1-1988 (ustar), first byte and length. */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  owner: [108, 8],
  group: [116, 8],
  size: [124, 12],
  modified: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 6],
  version: [263, 2],
  prefix: [345, 155],
} as const;

type Field = keyof typeof FIELDS;

/** The header in a block; undefined where there is none, because the checksum is wrong or a number is none. */
export function readHeader(block: Buffer): TarHeader | undefined {
  if (block.length < BLOCK || numberOf(block, 'checksum') !== checksumOf(block)) return undefined;
  const size = numberOf(block, 'size');
  const modified = numberOf(block, 'modified');
  if (size === undefined || modified === undefined) return undefined;
  // Only with this magic is there a prefix; GNU's, `ustar` and a blank, keeps other things there.
  const prefix = fieldOf(block, 'magic').toString('latin1') === 'ustar\0' ? textOf(block, 'prefix') : '';
  const name = textOf(block, 'name');
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    type: textOf(block, 'type') || '0',
    modified,
  };
}

/** The header of a file. Its name has at most 100 bytes, in ASCII. */
export function writeHeader(name: string, size: number, modified: number, mode: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const put = (field: Field, text: string): void => void block.write(text, FIELDS[field][0], 'latin1');
  const octal = (field: Field, value: number): void =>
    put(field, value.toString(8).padStart(FIELDS[field][1] - 1, '0'));
  put('name', name);
  octal('mode', mode & 0o7777);
  octal('owner', 0);
  octal('group', 0);
  octal('size', size);
  octal('modified', Math.max(0, Math.floor(modified)));
  put('type', '0');
  put('magic', 'ustar\0');
  put('version', '00');
  put('checksum', `${checksumOf(block).toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** Whether a file begins as a tar archive does: with the header of something. */
export const isArchive = (beginning: Buffer): boolean =>
  beginning.length >= BLOCK && !isZero(beginning.subarray(0, BLOCK)) && readHeader(beginning) !== undefined;

/** Whether a block ends an archive, or pads it. */
export const isZero = (block: Buffer): boolean => block.every((byte) => byte === 0);

/** Bytes that content of a size fills. */
export const paddedSize = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

function fieldOf(block: Buffer, field: Field): Buffer {
  const [start, length] = FIELDS[field];
  return block.subarray(start, start + length);
}

function textOf(block: Buffer, field: Field): string {
  const bytes = fieldOf(block, field);
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? undefined : end).toString('utf8');
}

/** Octal digits, or, with the highest bit set, a binary number as GNU writes large ones. */
function numberOf(block: Buffer, field: Field): number | undefined {
  const bytes = fieldOf(block, field);
  if (((bytes[0] ?? 0) & 0x80) !== 0) {
    const value = bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    return bytes[0] === 0x80 && Number.isSafeInteger(value) ? value : undefined;
  }
  const digits = bytes.toString('latin1').replaceAll('\0', ' ').trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : undefined;
}

/** The sum of all bytes, those of the checksum counted as blanks. */
function checksumOf(block: Buffer): number {
  const [start, length] = FIELDS.checksum;
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= start && at < start + length ? 0x20 : (block[at] ?? 0);
  return sum;
}
