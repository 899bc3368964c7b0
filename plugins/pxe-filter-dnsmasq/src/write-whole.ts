import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  linkSync,
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

const temporaryFor = (path: string): string =>
  join(dirname(path), `${TEMPORARY}${basename(path)}-${randomBytes(6).toString('hex')}`);

/**
 * Puts a file in place so that it is whole at every moment: under a temporary name in the same folder first,
 * then renamed. Its mode is 0644 whatever the umask. Throws the error of the file system; the old file stays then.
 */
export function writeWhole(path: string, text: string): void {
  const temporary = temporaryFor(path);
  try {
    fill(openSync(temporary, 'wx', READABLE), text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function fill(file: number, text: string): void {
  try {
    fchmodSync(file, READABLE);
    ftruncateSync(file);
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}

/**
 * Writes files as {@link writeWhole} does, but puts the text into the file that was replaced last instead of a new
 * one: it is kept under a temporary name. To make a file costs ten times as much as all the rest on some file
 * systems, and one introspection changes two files for every network card.
 */
export class RecyclingWriter {
  /** Temporary name of a file that this object has replaced. */
  #spare: string | undefined;

  /** See {@link writeWhole}. */
  write(path: string, text: string): void {
    const temporary = this.#reuse(text);
    const replaced = linkTo(path);
    try {
      if (temporary === undefined || !renamed(temporary, path)) writeWhole(path, text);
    } catch (error) {
      for (const name of [temporary, replaced]) if (name !== undefined) rmSync(name, { force: true });
      throw error;
    }
    this.#spare = replaced;
  }

  /** Removes the file that is kept. */
  close(): void {
    if (this.#spare !== undefined) rmSync(this.#spare, { force: true });
    this.#spare = undefined;
  }

  /** Fills the spare file; undefined when there is none, or somebody else has a hand in it. */
  #reuse(text: string): string | undefined {
    const spare = this.#spare;
    if (spare === undefined) return undefined;
    this.#spare = undefined;
    try {
      const file = openSync(spare, constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      const { nlink } = fstatSync(file);
      if (nlink === 1) {
        fill(file, text);
        return spare;
      }
      closeSync(file);
    } catch (error) {
      if (!isFileSystemError(error)) throw error;
    }
    rmSync(spare, { force: true });
    return undefined;
  }
}

/** Renames a file; false when somebody removed it, as a service that starts on the same folder may. */
function renamed(temporary: string, path: string): boolean {
  try {
    renameSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Gives a file that is about to be replaced a temporary name as well; undefined where that cannot be done. */
function linkTo(path: string): string | undefined {
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const name = temporaryFor(path);
  try {
    linkSync(path, name);
    return name;
  } catch (error) {
    // file systems without hard links, or a folder that is full: whether that matters shows when the file is replaced
    if (!isFileSystemError(error)) throw error;
    return undefined;
  }
}

const isFileSystemError = (error: unknown): boolean => error instanceof Error && 'code' in error;

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
