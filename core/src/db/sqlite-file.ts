import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '../log/log.js';

/** Bits of a file's mode by which its group and others may read it. */
const READABLE_BY_OTHERS = 0o044;

/**
 * Makes the file of a new database, with its folder, so that only the user of the service can read it: it holds the
 * passwords of sensitive rules. sqlite gives the files that it keeps beside it the same rights. A file that is there stays
 * as it is.
 */
export function makePrivateFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
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
