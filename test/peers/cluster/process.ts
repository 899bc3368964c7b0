import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../functional/harness.js';
import type { Room } from './room.js';

/** The library of Debian's faketime, which sets the clock of one process. */
const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

/** Lines of a log that say why its process ended. */
const LAST_LINES = 12;

/** A network of a process, which a test can cut. */
export interface Network {
  /** Lets nothing through any more; nobody is told. */
  cut(): void | Promise<void>;
  restore(): void | Promise<void>;
}

/** The networks of a process. */
export interface ProcessLinks {
  readonly etcd: Network;
  readonly database: Network;
  /** How many requests went to each member of etcd. */
  requests(): readonly number[];
  close(): Promise<void>;
}

/** What a process is made of. */
export interface ProcessOptions {
  readonly command: 'api' | 'conductor';
  /** Has its configuration. */
  readonly folder: string;
  readonly links: ProcessLinks;
  /** Whether its clock can be set. */
  readonly setsClock: boolean;
  /** Where it runs, if not among all others. */
  readonly room?: Room | undefined;
}

/** An API process or a conductor, as an operator runs it. It can be started again, at the same address. */
export class ClusterProcess {
  /** The lines of its log, of all its lives. */
  readonly log: string[] = [];
  url = '';
  /** What it says about a life that was ended in another way than a test asked for. */
  readonly unexpected: string[] = [];
  private child: ChildProcess | undefined;
  private exited: Promise<unknown> = Promise.resolve();
  private expectsEnd = false;

  constructor(private readonly options: ProcessOptions) {}

  get command(): ProcessOptions['command'] {
    return this.options.command;
  }

  get links(): ProcessLinks {
    return this.options.links;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Whether it was started and has not been ended. */
  get runs(): boolean {
    return this.child !== undefined;
  }

  /** Runs `inspector api` or `inspector conductor`; resolves when it is ready. */
  async start(): Promise<void> {
    const { command, folder, setsClock, room } = this.options;
    const [program = '', ...args] = [
      ...(room?.inside ?? []),
      ...[process.execPath, join(ROOT, 'core/bin/inspector.js'), command],
    ];
    const child = spawn(program, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', ...(setsClock ? await this.clockSettings() : {}) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.expectsEnd = false;
    this.exited = once(child, 'exit').then(([code, signal]: unknown[]) => {
      if (this.expectsEnd) return;
      const last = this.log.slice(-LAST_LINES).join('\n    ');
      this.unexpected.push(`inspector ${command} ended with ${String(code ?? signal)}:\n    ${last}`);
    });
    createInterface({ input: child.stderr }).on('line', (line) => this.log.push(line));
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /(?:listens on|takes calls at) (\S+)/.exec(line)?.[1];
      if (url === undefined) continue;
      this.url = url;
      return;
    }
    this.child = undefined;
    throw new Error(`inspector ${command} ended before it was ready:\n${this.log.slice(-20).join('\n')}`);
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.expectsEnd = true;
    this.child?.kill('SIGKILL');
    await this.exited;
    this.child = undefined;
  }

  /** Stops it where it stands, as a hung machine. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  /** Lets it go on. */
  resume(): void {
    this.child?.kill('SIGCONT');
  }

  /** Ends it as an operator would. */
  async stop(): Promise<number | null> {
    const { child } = this;
    this.expectsEnd = true;
    child?.kill('SIGCONT');
    child?.kill('SIGTERM');
    await this.exited;
    this.child = undefined;
    return child?.exitCode ?? null;
  }

  /** Sets its clock so many seconds ahead of the one of the machine, or behind it. */
  async setClock(seconds: number): Promise<void> {
    await writeFile(this.clockFile, seconds < 0 ? String(seconds) : `+${seconds}`);
  }

  /** Ends it, and its networks. */
  async close(): Promise<void> {
    await this.kill();
    await this.links.close();
    await this.options.room?.remove();
  }

  private get clockFile(): string {
    return join(this.options.folder, 'clock');
  }

  private async clockSettings(): Promise<Record<string, string>> {
    await this.setClock(0);
    return {
      LD_PRELOAD: FAKETIME,
      FAKETIME_TIMESTAMP_FILE: this.clockFile,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }
}
