import { execFile } from 'node:child_process';

/** How to run a program. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds it may take. Default: 60,000. */
  readonly limit?: number;
}

/**
 * Runs a program to its end and answers what it wrote to standard output.
 *
 * @throws Error with everything it wrote when it fails
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { cwd, env, limit = 60_000 } = options;
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      {
        ...(cwd === undefined ? {} : { cwd }),
        env: { ...process.env, ...env },
        timeout: limit,
        maxBuffer: 64 << 20,
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${command} ${args.join(' ')}: ${error.message}\n${stdout}\n${stderr}`));
      },
    );
  });
}
