import { chmod, chown, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder of a server, and the user it runs as. */
export interface ServerFolder {
  readonly folder: string;
  /** Name of the user; undefined where the server runs as whoever runs the tests. */
  readonly user: string | undefined;
}

/**
 * Makes a temporary folder for a server that refuses to run as root: root gives it to the server's own user.
 *
 * @param name what the folder's name shows
 * @param user the user of the server
 * @throws Error if root asks for a user that this machine does not have
 */
export async function serverFolder(name: string, user: string): Promise<ServerFolder> {
  const folder = await mkdtemp(join(tmpdir(), `inspector-${name}-`));
  if (process.getuid?.() !== 0) return { folder, user: undefined };
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n');
  const [, , uid, gid] = accounts.find((line) => line.startsWith(`${user}:`))?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error(`This machine has no user ${user}.`);
  await chown(folder, Number(uid), Number(gid));
  await chmod(folder, 0o755);
  return { folder, user };
}
