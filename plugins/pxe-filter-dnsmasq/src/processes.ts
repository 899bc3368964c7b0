import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Clock ticks in a second as /proc counts them: `USER_HZ`, which is 100 on every architecture that Node.js runs on. */
const TICKS = 100;

/** A process of this machine. */
export interface SeenProcess {
  readonly pid: number;
  /** Clock ticks from the start of the machine to that of the process: tells it from a later one with the same number. */
  readonly startTicks: number;
  /** Milliseconds since 1970, by the clock of this machine. */
  readonly startedAt: number;
  /** One letter, from proc(5): `T` and `t` are stopped, `Z` and `X` have ended. */
  readonly state: string;
  readonly parent: number;
  /** Of the user it works as; undefined: not to be seen. */
  readonly user: number | undefined;
  readonly groups: readonly number[];
}

/** A file or folder that a process watches, by the kernel's own numbers: hexadecimal, as printed. */
export interface Watched {
  readonly inode: string;
  readonly device: string;
}

/** Whether two observations are of the same process. */
export const isSame = (one: SeenProcess, other: SeenProcess): boolean =>
  one.pid === other.pid && one.startTicks === other.startTicks;

/** What /proc shows of the processes of this machine. Nothing is changed, and no process notices. */
export class Processes {
  readonly #root: string;

  /** @param root - where the kernel shows processes; another folder in tests */
  constructor(root = '/proc') {
    this.#root = root;
  }

  /** Whether processes of other users are hidden from us (mount option `hidepid`), so that nobody can be missed. */
  get hidesOthers(): boolean {
    return this.#text('1', 'comm') === undefined;
  }

  /** The process with a number; undefined: there is none, or it is hidden. */
  find(pid: number): SeenProcess | undefined {
    const stat = this.#text(String(pid), 'stat');
    const uptime = this.#text('uptime');
    if (stat === undefined || uptime === undefined) return undefined;
    // The name stands in parentheses and may hold any character, so the fields are counted from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const startTicks = Number(fields[19]);
    const age = Number(uptime.split(' ')[0]) - startTicks / TICKS;
    const status = this.#text(String(pid), 'status') ?? '';
    return {
      pid,
      startTicks,
      startedAt: Date.now() - age * 1000,
      state: fields[0] ?? '',
      parent: Number(fields[1]),
      user: numbersOf(status, 'Uid')[1],
      groups: [...numbersOf(status, 'Gid').slice(1, 2), ...numbersOf(status, 'Groups')],
    };
  }

  /** Name of a process; undefined: there is none, or it is hidden. */
  nameOf(pid: number): string | undefined {
    return this.#text(String(pid), 'comm')?.trim();
  }

  /** All processes with a name. */
  named(name: string): SeenProcess[] {
    return readdirSync(this.#root)
      .filter((entry) => /^[1-9][0-9]*$/.test(entry) && this.nameOf(Number(entry)) === name)
      .flatMap((entry) => this.find(Number(entry)) ?? []);
  }

  /** The words of the command line, the program first. */
  commandLine(pid: number): string[] {
    return (this.#text(String(pid), 'cmdline') ?? '').split('\0').slice(0, -1);
  }

  /** What a process watches by inotify; undefined: we may not see it. */
  watchedBy(pid: number | 'self'): Watched[] | undefined {
    const folder = join(this.#root, String(pid), 'fdinfo');
    const found: Watched[] = [];
    try {
      for (const file of readdirSync(folder)) {
        for (const line of (this.#text(String(pid), 'fdinfo', file) ?? '').split('\n')) {
          const match = /^inotify wd:\S+ ino:([0-9a-f]+) sdev:([0-9a-f]+) /.exec(line);
          if (match) found.push({ inode: match[1] ?? '', device: match[2] ?? '' });
        }
      }
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
    return found;
  }

  #text(...path: string[]): string | undefined {
    try {
      return readFileSync(join(this.#root, ...path), 'utf8');
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }
}

function numbersOf(status: string, name: string): number[] {
  const line = status.split('\n').find((each) => each.startsWith(`${name}:`));
  return (line?.slice(name.length + 1) ?? '').split(/\s+/).filter(Boolean).map(Number);
}

/** A process may end between two looks (ENOENT, ESRCH), or be none of our business (EACCES, EPERM). */
const isAbsence = (error: unknown): boolean =>
  ['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
