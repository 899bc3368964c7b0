import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** dnsmasq reads no file whose name begins with a dot, wherever the file lies. */
const TEMPORARY = '.inspector-';
/** Readable by everybody: a file dnsmasq cannot read would let the machine in. */
const READABLE = 0o644;
/** Age in milliseconds from which a temporary file belongs to a process that is gone. */
const ABANDONED = 60_000;

/**
 * Puts a file in place so that it is whole at every moment: under a temporary name in the same folder first,
 * then renamed. Its mode is 0644 whatever the umask. Throws the error of the file system; the old file stays then.
 */
export function writeWhole(path: string, text: string): void {
  const temporary = join(dirname(path), `${TEMPORARY}${basename(path)}-${randomBytes(6).toString('hex')}`);
  try {
    const file = openSync(temporary, 'wx', READABLE);
    try {
      fchmodSync(file, READABLE);
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Removes temporary files that a killed process left in a folder. */
export function removeAbandoned(folder: string, now = Date.now()): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(TEMPORARY)) continue;
    const path = join(folder, name);
    const file = lstatSync(path, { throwIfNoEntry: false });
    if (file && now - file.mtimeMs > ABANDONED) rmSync(path, { force: true });
  }
}

/** Whether everybody may read a file of this mode. */
export const isReadable = (mode: number): boolean => (mode & 0o444) === 0o444;
