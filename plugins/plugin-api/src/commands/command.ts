import { execFile } from 'node:child_process';

/** A program to run. */
export interface CommandRequest {
  readonly command: string;
  readonly args: readonly string[];
  /** What it reads from standard input. */
  readonly input?: string;
  /** Seconds until it is killed; default 60. */
  readonly timeout?: number;
}

/** What a program that ended with status 0 wrote. */
export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program; rejects with a {@link CommandError} unless it ends with status 0. */
export type CommandRunner = (request: CommandRequest) => Promise<CommandOutput>;

/** A program could not be run or ended with another status than 0. The message has its name, status and stderr. */
export class CommandError extends Error {
  /** Exit status; undefined when it did not start or was killed. */
  readonly status: number | undefined;
  readonly stderr: string;
  /** The program does not exist, or nothing may run it. */
  readonly missing: boolean;

  constructor(
    request: CommandRequest,
    failure: {
      readonly what: string;
      readonly status?: number | undefined;
      readonly stderr?: string;
      readonly missing?: boolean;
    },
  ) {
    const stderr = (failure.stderr ?? '').trim();
    const line = [request.command, ...request.args].join(' ');
    super(`\`${line}\` ${failure.what}${stderr === '' ? '' : `: ${stderr}`}`);
    this.name = 'CommandError';
    this.status = failure.status;
    this.stderr = stderr;
    this.missing = failure.missing ?? false;
  }

  /** Whether a value is a CommandError, from whichever copy of core. */
  static is(value: unknown): value is CommandError {
    return value instanceof Error && value.name === 'CommandError';
  }
}

/** Seconds a program may take unless its request says otherwise. */
const DEFAULT_TIMEOUT = 60;
/** Bytes of output a program may write: 10,000 rules listed are about 1 MB. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/**
 * Runs a program without a shell, in the C locale, with the system folders at the end of the search path so
 * that packet filter programs are found by services that run as an ordinary user.
 */
export const runCommand: CommandRunner = (request) =>
  new Promise((resolve, reject) => {
    const timeout = request.timeout ?? DEFAULT_TIMEOUT;
    const child = execFile(
      request.command,
      [...request.args],
      {
        env: {
          ...process.env,
          LC_ALL: 'C',
          PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin:/usr/bin:/bin`,
        },
        timeout: timeout * 1000,
        killSignal: 'SIGKILL',
        maxBuffer: MAX_OUTPUT,
      },
      (error, stdout, stderr) => {
        if (error) reject(new CommandError(request, { ...reasonOf(error, timeout), stderr }));
        else resolve({ stdout, stderr });
      },
    );
    // A program that ends before it has read everything closes the pipe; its exit status tells the rest.
    child.stdin?.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') child.kill('SIGKILL');
    });
    child.stdin?.end(request.input ?? '');
  });

function reasonOf(error: Error & { code?: unknown; killed?: boolean; signal?: unknown }, timeout: number) {
  if (typeof error.code === 'number') {
    return { what: `ended with status ${error.code}`, status: error.code };
  }
  if (error.code === 'ENOENT' || error.code === 'EACCES') {
    // the kernel also answers EACCES for a program that is nowhere when one folder of the search path is closed
    const what = error.code === 'ENOENT' ? 'is not installed' : 'is not installed or may not be run';
    return { what, missing: true };
  }
  if (error.killed) return { what: `took longer than ${timeout} s and was killed` };
  if (error.signal) return { what: `was ended by ${String(error.signal)}` };
  return { what: `could not be run: ${error.message}` };
}
