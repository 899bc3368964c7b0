import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '../../src/cli/main.js';

/** How a run of the program ended. */
export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the `inspector` program in this process, with a working directory and an environment of its own. */
export async function runProgram(
  argv: readonly string[],
  { cwd, env = {}, input = '' }: { cwd: string; env?: Record<string, string>; input?: string },
): Promise<Ended> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, err] = [text(stdout), text(stderr)];
  const status = await main(argv, { cwd, env, stdin: Readable.from([input]), stdout, stderr });
  stdout.end();
  stderr.end();
  return { status, out: await out, err: await err };
}
