import { Command, CommanderError } from 'commander';
import { installIntrospection } from '../../src/cli/introspection.js';
import type { CliContext } from '../../src/cli/context.js';

/** What a run of the command did. */
export interface Run {
  readonly exitCode: number;
  readonly out: string[];
  readonly err: string[];
  /** Standard output parsed as JSON. */
  readonly json: unknown;
}

/** Runs `inspector introspection …` in this process. Wrong arguments give the exit code 2. */
export async function runIntrospection(
  args: readonly string[],
  context: Partial<Pick<CliContext, 'cwd' | 'env' | 'signal'>> = {},
): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  let exitCode = 0;
  const program = new Command('inspector').exitOverride().configureOutput({
    writeOut: (text) => out.push(text),
    writeErr: (text) => err.push(text),
  });
  installIntrospection(program, {
    cwd: '/nowhere',
    env: {},
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: new AbortController().signal,
    print: (line = '') => void out.push(line),
    warn: (line) => void err.push(line),
    loadConfig: () => Promise.reject(new Error('no configuration is needed')),
    setExitCode: (code) => (exitCode = code),
    ...context,
  });
  try {
    await program.parseAsync(['introspection', ...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    exitCode = error.exitCode === 0 ? 0 : 2;
  }
  const text = out.join('\n');
  return {
    exitCode,
    out,
    err,
    json: text.startsWith('[') || text.startsWith('{') ? JSON.parse(text) : undefined,
  };
}
