import { mkdirSync, mkdtempSync, rmSync, symlinkSync, watch, writeFileSync } from 'node:fs';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Processes, type Watched } from '../src/processes.js';

/** A process as a test wants it to be. */
export interface FakeProcess {
  readonly pid: number;
  readonly name?: string;
  readonly state?: string;
  readonly parent?: number;
  /** Seconds since it was started. */
  readonly age?: number;
  readonly commandLine?: readonly string[];
  /** undefined: it may not be seen. */
  readonly watched?: readonly Watched[] | undefined;
  readonly user?: number;
  readonly groups?: readonly number[];
}

/** Seconds the fake machine runs. */
const UPTIME = 100_000;

/** A folder that looks like /proc. What it shows of ourselves is the truth. */
export class FakeProc {
  readonly root = mkdtempSync(join(tmpdir(), 'inspector-proc-'));
  readonly processes = new Processes(this.root);

  constructor() {
    symlinkSync('/proc/self', join(this.root, 'self'));
    writeFileSync(join(this.root, 'uptime'), `${UPTIME}.00 1.00\n`);
    this.put({ pid: 1, name: 'systemd' });
  }

  put({ pid, name = 'dnsmasq', state = 'S', parent = 1, age = 1000, ...process }: FakeProcess): void {
    const folder = join(this.root, String(pid));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
    const numbers = Array.from({ length: 17 }, () => '0').join(' ');
    write('stat', `${pid} (${name}) ${state} ${parent} ${numbers} ${(UPTIME - age) * 100} 0\n`);
    write('comm', `${name}\n`);
    write('cmdline', (process.commandLine ?? [name]).map((word) => `${word}\0`).join(''));
    const user = process.user ?? 0;
    write(
      'status',
      `Name:\t${name}\nUid:\t${user}\t${user}\t${user}\t${user}\nGroups:\t${(process.groups ?? []).join(' ')} \n`,
    );
    if (process.watched === undefined) return;
    mkdirSync(join(folder, 'fdinfo'));
    const lines = process.watched.map(
      ({ inode, device }) => `inotify wd:1 ino:${inode} sdev:${device} mask:288 x\n`,
    );
    write('fdinfo/5', `pos:\t0\nflags:\t00\n${lines.join('')}`);
  }

  end(pid: number): void {
    rmSync(join(this.root, String(pid)), { recursive: true });
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

/** The numbers by which the kernel shows that a folder is watched. */
export function kernelNumberOf(folder: string): Watched {
  const inode = statSync(folder).ino.toString(16);
  const watcher = watch(folder);
  try {
    const found = new Processes().watchedBy('self')?.find((each) => each.inode === inode);
    if (found === undefined) throw new Error(`the kernel does not show that ${folder} is watched`);
    return found;
  } finally {
    watcher.close();
  }
}
