import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Mode of a file that there was not: nobody but owner and group reads it. */
export const NEW_FILE_MODE = 0o640;

/** What a file gets besides its content. */
export interface FileLook {
  /** Seconds since 1970, for its time of change; absent: now. */
  readonly modified?: number;
  /** Called before the new file takes its place; throwing leaves the old one. */
  readonly lastCheck?: () => Promise<void>;
  /** Told of what the new file could not keep of the old one. */
  readonly warn: (message: string) => void;
}

const DRAFT = /^\.openstack_inventory\.[0-9a-f]{12}\.tmp$/;

/**
 * Replaces a file, or makes it: whoever reads it, also after a crash, finds the old content or the new one. Mode and owner
 * stay. After a power failure it may be the old one, until `syncFolder` has ended.
 *
 * @param write - writes the content into an empty file
 */
export async function replaceFile(
  path: string,
  write: (file: FileHandle) => Promise<void>,
  { modified, lastCheck, warn }: FileLook,
): Promise<void> {
  const folder = dirname(path);
  const draft = join(folder, `.openstack_inventory.${randomBytes(6).toString('hex')}.tmp`);
  const old = await stat(path).catch(ifMissing);
  const file = await open(draft, 'wx', NEW_FILE_MODE);
  try {
    try {
      await write(file);
      await file.chmod(old === undefined ? NEW_FILE_MODE : old.mode & 0o7777);
      if (old !== undefined) await keepOwner(file, path, old, warn);
      if (modified !== undefined) await file.utimes(modified, modified);
      await file.sync();
    } finally {
      await file.close();
    }
    await lastCheck?.();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Deletes what processes that were killed have left. Only under the lock: another process may be writing. */
export async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (DRAFT.test(name)) await rm(join(folder, name), { force: true });
  }
}

/** Makes the names in a folder last through a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Undefined for "there is no such file"; throws everything else. */
export function ifMissing(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT') return undefined;
  throw error;
}

/** The code of a failure of the operating system, such as `ENOSPC`. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

async function keepOwner(
  file: FileHandle,
  path: string,
  old: { readonly uid: number; readonly gid: number },
  warn: (message: string) => void,
): Promise<void> {
  const present = await file.stat();
  if (present.uid === old.uid && present.gid === old.gid) return;
  try {
    await file.chown(old.uid, old.gid);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
    warn(
      `${basename(path)} in ${dirname(path)} belonged to ${old.uid}:${old.gid} and belongs to ${present.uid}:${present.gid} now: this process may not give files away. Run it as the owner, or change the owner back.`,
    );
  }
}
