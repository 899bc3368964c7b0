import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Readable } from 'node:stream';
import { CommandError, type CommandOutput, type CommandRequest, type CommandRunner } from './command.js';
import { currentCommandLimit, type CommandLimit } from './command-limit.js';

/** Seconds a program may take unless its request says otherwise. */
const DEFAULT_TIMEOUT = 60;
/** Bytes of output a program may write: 10,000 rules listed are about 1 MB. */
const MAX_OUTPUT = 256 * 1024 * 1024;
/**
 * Milliseconds in which the output of a program has to be complete once the program has ended. What it has started and
 * left behind, such as a server, may hold its output open for ever.
 */
const REMAINDER = 1000;

/**
 * Runs a program without a shell, in the C locale, with the system folders at the end of the search path so
 * that packet filter programs are found by services that run as an ordinary user. A program that takes too long is
 * killed with all that it has started; one that cannot be killed, such as `sudo`, is left behind.
 */
export const runCommand: CommandRunner = async (request) => {
  const limit = currentCommandLimit();
  if (limit?.exhausted) throw limit.exhausted;
  const begun = performance.now();
  try {
    return await run(request, limit);
  } finally {
    limit?.spend((performance.now() - begun) / 1000);
  }
};

function run(request: CommandRequest, limit: CommandLimit | undefined): Promise<CommandOutput> {
  const own = request.timeout ?? DEFAULT_TIMEOUT;
  const seconds = Math.min(own, limit?.left ?? own);
  return new Promise((resolve, reject) => {
    const child = start(request);
    let remainder: NodeJS.Timeout | undefined;
    const finish = (failure: Failure | undefined): CommandError | undefined => {
      clearTimeout(timer);
      clearTimeout(remainder);
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      child.unref();
      if (failure === undefined) {
        resolve({ stdout: stdout(), stderr: stderr() });
        return undefined;
      }
      const error = new CommandError(request, { ...failure, stderr: stderr() });
      reject(error);
      return error;
    };
    const tooMuch = (): void => {
      kill(child);
      finish({ what: `wrote more than ${MAX_OUTPUT} bytes and was killed` });
    };
    const stdout = collect(child.stdout, tooMuch);
    const stderr = collect(child.stderr, tooMuch);
    const timer = setTimeout(() => {
      const end = kill(child) ? 'was killed' : 'cannot be killed: it runs on';
      const error = finish({ what: `took longer than ${limitText(seconds, own, limit)} and ${end}` });
      if (error && seconds < own) limit?.exhaust(error);
    }, seconds * 1000);
    child.on('error', (error: NodeJS.ErrnoException) => finish(failureToStart(error)));
    child.on('close', (status, signal) => finish(failureOf(status, signal)));
    child.on('exit', (status, signal) => {
      remainder = setTimeout(() => finish(failureOf(status, signal)), REMAINDER);
    });
    // A program that ends before it has read everything closes the pipe; its exit status tells the rest.
    child.stdin.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') kill(child);
    });
    child.stdin.end(request.input ?? '');
  });
}

interface Failure {
  readonly what: string;
  readonly status?: number;
  readonly missing?: boolean;
}

const start = ({ command, args }: CommandRequest): ChildProcessWithoutNullStreams =>
  spawn(command, [...args], {
    env: {
      ...process.env,
      LC_ALL: 'C',
      PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin:/usr/bin:/bin`,
    },
    // A group of its own, so that what it starts can be killed with it.
    detached: true,
  });

/** Keeps what a stream brings; the result tells it as text. */
function collect(stream: Readable, tooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_OUTPUT) tooMuch();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Kills a program and what it has started; false: that is not allowed, as with `sudo`. */
function kill({ pid }: ChildProcess): boolean {
  if (pid === undefined) return true;
  try {
    return process.kill(-pid, 'SIGKILL');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EPERM';
  }
}

function failureOf(status: number | null, signal: NodeJS.Signals | null): Failure | undefined {
  if (status === 0) return undefined;
  return status === null
    ? { what: `was ended by ${String(signal)}` }
    : { what: `ended with status ${status}`, status };
}

function failureToStart({ code, message }: NodeJS.ErrnoException): Failure {
  // the kernel also answers EACCES for a program that is nowhere when one folder of the search path is closed
  if (code === 'ENOENT') return { what: 'is not installed', missing: true };
  if (code === 'EACCES') return { what: 'is not installed or may not be run', missing: true };
  return { what: `could not be run: ${message}` };
}

function limitText(seconds: number, own: number, limit: CommandLimit | undefined): string {
  if (limit === undefined || seconds === own) return `${seconds} s`;
  if (seconds === limit.seconds) return `${seconds} s (${limit.option})`;
  return `${seconds.toFixed(1)} s, the rest of the ${limit.seconds} s for all commands together (${limit.option}),`;
}
