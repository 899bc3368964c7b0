import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** Characters of output kept for a message. */
const KEPT_OUTPUT = 4000;
/** Milliseconds between two looks whether a daemon is ready. */
const POLL = 50;

/** How to start a program that serves until it is told to stop. */
export interface DaemonOptions {
  /** Absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether it serves already; asked again and again, an error means no. */
  readonly ready: () => Promise<boolean>;
  /** Milliseconds it may take to get ready. */
  readonly startLimit?: number;
}

/** A program of a real service at work. */
export interface Daemon {
  readonly pid: number;
  /** The end of what it wrote to standard output and error. */
  output(): string;
  /** Ends it and what it started: SIGTERM, after ten seconds SIGKILL. */
  stop(): Promise<void>;
  /** Ends it without warning. */
  kill(): Promise<void>;
  /** Stops it where it is, and what it started, until it is resumed. */
  pause(): void;
  resume(): void;
}

/**
 * Starts a program in a process group of its own and waits until it serves.
 *
 * @throws Error with the end of its output when it ends or does not get ready in time; nothing is left running
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { command, args, cwd, env, ready, startLimit = 60_000 } = options;
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-KEPT_OUTPUT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(`it ended with ${String(code ?? signal)}`));
  });
  const daemon = control(child, ended, () => output);

  const giveUp = Date.now() + startLimit;
  for (;;) {
    const end = await Promise.race([ended, delay(POLL)]);
    const reason =
      end ?? (Date.now() > giveUp ? `it was not ready after ${String(startLimit)} ms` : undefined);
    if (reason !== undefined) {
      await daemon.kill();
      throw new Error(`${command} did not start: ${reason}\n${output}`);
    }
    if (await ready().catch(() => false)) return daemon;
  }
}

function control(child: ChildProcess, ended: Promise<string>, output: () => string): Daemon {
  const pid = child.pid ?? 0;
  const running = () => child.exitCode === null && child.signalCode === null && pid > 0;
  const signal = (name: NodeJS.Signals) => {
    if (running()) process.kill(-pid, name);
  };
  // a test run that is ended early leaves nothing behind
  const last = () => signal('SIGKILL');
  process.once('exit', last);
  child.once('close', () => process.removeListener('exit', last));
  const kill = async () => {
    signal('SIGKILL');
    await ended;
  };
  return {
    pid,
    output,
    kill,
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    stop: async () => {
      signal('SIGTERM');
      const patience = new AbortController();
      const late = await Promise.race([
        ended.then(() => false),
        delay(10_000, true, { signal: patience.signal }).catch(() => false),
      ]);
      patience.abort();
      if (late) await kill();
    },
  };
}
