import { closeSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { InspectorError } from '@inspector/plugin-api';
import type { Log } from '../log/log.js';

/** Bits of a file's mode by which its group and others may read it. */
const READABLE_BY_OTHERS = 0o044;

/**
 * Makes the file of a new database, with its folder, so that only the user of the service can read it: it holds the
 * passwords of sensitive rules. sqlite gives the files that it keeps beside it the same rights. A file that is there stays
 * as it is.
 */
export function makePrivateFile(path: string): void {
  const made = mkdirSync(dirname(path), { recursive: true });
  if (made !== undefined) syncNames(dirname(path), dirname(made));
  try {
    closeSync(openSync(path, 'ax', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Warns of a database that other users of the machine can read; says how to end that. */
export function warnIfReadable(path: string, log: Pick<Log, 'warn'>): void {
  if ((statSync(path).mode & READABLE_BY_OTHERS) === 0) return;
  log.warn(
    `Other users of this machine can read the database ${path}, which may hold passwords of rules. ` +
      `Stop them: chmod 600 ${path}*`,
  );
}

/** Brings the names of new folders to the disk, from one folder up to another: sqlite does so for its files only. */
function syncNames(folder: string, last: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (folder !== last) syncNames(dirname(folder), last);
}

/** A file, whatever its name is. */
interface Identity {
  readonly dev: number;
  readonly ino: number;
}

/** Milliseconds between two looks at the name of the file: a look takes as long as a statement. */
const BETWEEN_LOOKS = 1000;

/** The database file under a path as it was opened, so that one that was deleted or replaced since is noticed. */
export class OpenedFile {
  readonly #path: string;
  readonly #identity: Identity;
  #seen = Number.NEGATIVE_INFINITY;

  constructor(path: string) {
    this.#path = path;
    this.#identity = statSync(path);
  }

  /**
   * Refuses changes that nobody could read after the next start, because the file has no name any more. The name is looked
   * at once a second at most.
   *
   * @throws InspectorError `INSP_DB_FAILED`
   */
  assertInPlace(): void {
    const now = performance.now();
    if (now - this.#seen < BETWEEN_LOOKS) return;
    const present = statSync(this.#path, { throwIfNoEntry: false });
    if (present?.ino === this.#identity.ino && present.dev === this.#identity.dev) {
      this.#seen = now;
      return;
    }
    const what = present === undefined ? 'deleted' : 'replaced by another file';
    throw new InspectorError(
      'INSP_DB_FAILED',
      `The database ${this.#path} was ${what} while the service ran, so nothing is written. ` +
        'Put the file back, from a backup if there is none else, and start the service again.',
    );
  }
}
