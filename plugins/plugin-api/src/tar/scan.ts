import type { FileHandle } from 'node:fs/promises';
import { BLOCK, isZero, paddedSize, readHeader, type TarHeader } from './header.js';

/** One file in an archive. */
export interface TarMember {
  readonly name: string;
  /** When its content was changed last, seconds since 1970. */
  readonly modified: number;
  /** Where its first header begins, attributes included, and where its content ends, padding included. */
  readonly start: number;
  readonly end: number;
  /** Where its content begins, and how many bytes it has. */
  readonly content: number;
  readonly size: number;
}

/** What can be read of an archive. */
export interface TarScan {
  /** In the order of the archive. */
  readonly members: readonly TarMember[];
  /** Why the rest cannot be read; undefined: all of it was. */
  readonly damage: string | undefined;
}

/** Longest attributes or name that is looked at: more belongs to no inventory. */
const LONGEST_ATTRIBUTES = 64 * 1024;

/**
 * Finds the files in an archive, without reading their content.
 *
 * Goes on behind blocks of zeros: Python's `tarfile` ends there, and OpenStack-Ansible's tool can leave members behind
 * them ([INV-I2]).
 *
 * @throws what reading the file throws
 */
export async function scanTar(file: FileHandle): Promise<TarScan> {
  const { size: length } = await file.stat();
  const members: TarMember[] = [];
  let start: number | undefined;
  let longName: string | undefined;
  for (let at = 0; at < length;) {
    const block = await readAt(file, at, BLOCK);
    if (block.length === BLOCK && isZero(block)) {
      at += BLOCK;
      continue;
    }
    const header = readHeader(block);
    const content = at + BLOCK;
    if (header === undefined || content + header.size > length) {
      return { members, damage: damageAt(at, header) };
    }
    const { name, size, type, modified } = header;
    const end = content + paddedSize(size);
    start ??= at;
    if (type === 'x' || type === 'L') {
      longName = nameIn(type, await readAt(file, content, Math.min(size, LONGEST_ATTRIBUTES))) ?? longName;
    } else {
      if (type === '0' || type === '7') {
        members.push({ name: longName ?? name, modified, start, end, content, size });
      }
      start = undefined;
      longName = undefined;
    }
    at = end;
  }
  return { members, damage: undefined };
}

/** The content of a member. */
export const readMember = (file: FileHandle, { content, size }: TarMember): Promise<Buffer> =>
  readAt(file, content, size);

/** Bytes of a file; fewer at its end. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

const damageAt = (at: number, header: TarHeader | undefined): string =>
  header === undefined
    ? `no header of a file at byte ${at}`
    : `the file ${JSON.stringify(header.name)} at byte ${at} is cut off`;

/** The name that attributes give the entry behind them. */
function nameIn(type: string, bytes: Buffer): string | undefined {
  if (type === 'L') return bytes.toString('utf8').replace(/\0[^]*$/, '');
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(0x20, at);
    const length = Number(bytes.subarray(at, blank).toString('latin1'));
    if (blank < 0 || !Number.isInteger(length) || length <= blank - at) return undefined;
    const record = bytes.subarray(blank + 1, at + length - 1).toString('utf8');
    if (record.startsWith('path=')) return record.slice('path='.length);
    at += length;
  }
  return undefined;
}
