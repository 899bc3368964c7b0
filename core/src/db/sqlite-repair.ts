import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';

/** sqlite keeps two files beside each database, and has to make them. */
const BESIDE = ['-wal', '-shm'];

/** What to do about an sqlite file that cannot be written: names what is not writable, and for whom. */
export function sqliteRepair(path: string): string {
  const folder = dirname(path);
  const files = [folder, path, ...BESIDE.map((end) => `${path}${end}`)];
  const refused = files.filter((file) => existsSync(file) && !isWritable(file));
  const user = userName();
  if (refused.length === 0) return `Let the user ${user} write it: its file system may be mounted read-only.`;
  const owners = [...new Set(refused.map((file) => statSync(file).uid))].join(', ');
  return (
    `The service runs as the user ${user}, who may not write ${refused.join(', ')} (owner: uid ${owners}). ` +
    `Run: chown -R ${user} ${folder}; and run "inspector dbsync" as that user too.`
  );
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The name of the user the process runs as; a number where the system has no name for it. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.geteuid?.() ?? 'of the service');
  }
}
