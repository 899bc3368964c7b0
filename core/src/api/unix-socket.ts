import { chmod, lstat, unlink } from 'node:fs/promises';

/** Removes a unix socket left behind by an earlier run. Anything else at the path is left alone. */
export async function removeSocketFile(path: string): Promise<void> {
  try {
    if ((await lstat(path)).isSocket()) await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/**
 * Sets the access mode of a unix socket.
 *
 * @param mode octal digits such as `0660`; absent: the mode the process creates files with
 */
export async function setSocketMode(path: string, mode: string | undefined): Promise<void> {
  if (mode !== undefined) await chmod(path, Number.parseInt(mode, 8));
}
