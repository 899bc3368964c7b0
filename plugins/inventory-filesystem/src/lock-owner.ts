import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Who has a lock: what its file says. */
export interface LockOwner {
  /** Unlike that of every other lock. */
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** When it was taken, ISO 8601. */
  readonly time: string;
  /** When the process began, in the ticks of its kernel; null: not known. A PID is used again, this is not. */
  readonly began: string | null;
}

/** This process as the owner of a new lock. */
export async function ownLock(): Promise<LockOwner> {
  return {
    id: randomBytes(8).toString('hex'),
    pid: process.pid,
    host: hostname(),
    time: new Date().toISOString(),
    began: (await beginOf(process.pid)) ?? null,
  };
}

/** The owner that the text of a lock file names; undefined for a text that names none. */
export function readOwner(text: string): LockOwner | undefined {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof found !== 'object' || found === null) return undefined;
  const { id, pid, host, time, began = null } = found as Partial<Record<keyof LockOwner, unknown>>;
  const isOwner =
    typeof id === 'string' &&
    /^[0-9a-f]{16}$/.test(id) &&
    typeof pid === 'number' &&
    Number.isInteger(pid) &&
    pid > 0 &&
    typeof host === 'string' &&
    typeof time === 'string' &&
    (began === null || typeof began === 'string');
  return isOwner ? { id, pid, host, time, began } : undefined;
}

/** Whether the owner is a process of this machine that has ended. Of other machines nobody here can tell. */
export async function isGone({ pid, host, began }: LockOwner): Promise<boolean> {
  if (host !== hostname()) return false;
  if (!isAlive(pid)) return true;
  const present = await beginOf(pid);
  return began !== null && present !== undefined && present !== began;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** When a process began (field 22 of `/proc/<pid>/stat`, see proc(5)); undefined where there is no such file. */
async function beginOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name of the program, in parentheses, may have blanks; behind it come the fields from the third on.
  return text
    ?.slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .at(19);
}
