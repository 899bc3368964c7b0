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
