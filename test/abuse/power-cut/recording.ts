import { readFile } from 'node:fs/promises';

/** What a process did to a file, as `recorder.c` notes it. */
export type Operation =
  | { readonly kind: 'write'; readonly file: string; readonly at: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly file: string; readonly size: number }
  | { readonly kind: 'sync'; readonly file: string }
  /** The names in the folder were synchronised: files that were deleted stay away. */
  | { readonly kind: 'sync-names'; readonly file: string }
  | { readonly kind: 'unlink'; readonly file: string };

/** Reads a recording; a record that the end of the process cut off is left out. */
export async function readRecording(path: string): Promise<Operation[]> {
  const bytes = await readFile(path);
  const operations: Operation[] = [];
  for (let position = 0; position + 3 <= bytes.length;) {
    const nameEnd = position + 3 + bytes.readUInt16LE(position + 1);
    const start = nameEnd + 12;
    if (start > bytes.length) break;
    const file = bytes.toString('utf8', position + 3, nameEnd);
    const number = Number(bytes.readBigUInt64LE(nameEnd));
    const end = start + bytes.readUInt32LE(nameEnd + 8);
    if (end > bytes.length) break;
    operations.push(
      operation(String.fromCharCode(bytes[position] ?? 0), file, number, bytes.subarray(start, end)),
    );
    position = end;
  }
  return operations;
}

function operation(letter: string, file: string, number: number, data: Buffer): Operation {
  if (letter === 'W') return { kind: 'write', file, at: number, data };
  if (letter === 'T') return { kind: 'truncate', file, size: number };
  if (letter === 'S') return { kind: file === '.' ? 'sync-names' : 'sync', file };
  if (letter === 'U') return { kind: 'unlink', file };
  throw new Error(`The recording has an operation ${JSON.stringify(letter)}`);
}
