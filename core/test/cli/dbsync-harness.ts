import { PassThrough } from 'node:stream';
import { Command } from 'commander';
import type { CliContext } from '../../src/cli/context.js';
import { installDbsync } from '../../src/cli/dbsync.js';
import type { InspectorConfig } from '../../src/config/types.js';
import { databaseConfig } from '../db/database-config.js';

/** What a run of the program gave. */
export interface CliResult {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number;
}

/**
 * Runs `inspector dbsync` with a database.
 *
 * @param connection its URL; relative paths start at `cwd`
 */
export async function dbsync(cwd: string, connection: string, ...args: string[]): Promise<CliResult> {
  const out: string[] = [];
  const err: string[] = [];
  let exitCode = 0;
  const context: CliContext = {
    cwd,
    env: {},
    stdin: process.stdin,
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    print: (line = '') => void out.push(`${line}\n`),
    warn: (line) => void err.push(`${line}\n`),
    loadConfig: () => Promise.resolve({ database: databaseConfig(connection) } as InspectorConfig),
    setExitCode: (code) => {
      exitCode = code;
    },
    signal: new AbortController().signal,
  };
  const program = new Command('inspector').exitOverride();
  installDbsync(program, context);
  await program.parseAsync(['dbsync', ...args], { from: 'user' });
  return { out: out.join(''), err: err.join(''), exitCode };
}
