import { readFileSync } from 'node:fs';

/** A user of this machine. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user a server runs as: database servers refuse to run as root, so root starts them as their own user; anybody
 * else starts them as themselves.
 *
 * @returns undefined where no change of user is needed
 * @throws Error if root asks for a user that does not exist
 */
export function serverAccount(name: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error(`This machine has no user ${name}.`);
  return { uid: Number(uid), gid: Number(gid) };
}
