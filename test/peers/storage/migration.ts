import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** Where plugins are searched. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The command that migrates data, in a process of its own. */
export interface Migration {
  /** How it ended; the exit code is null when it was killed. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly out: string; readonly err: string }>;
  /** Ends it as a power cut would. */
  kill(): void;
}

/**
 * Runs `ironic-inspector-migrate-data` as an operator does.
 *
 * @param config - path of the configuration, a JSON file
 * @param preload - path of a module that Node.js loads first
 */
export function startMigration(config: string, args: readonly string[], preload?: string): Migration {
  const program = join(ROOT, 'core/bin/ironic-inspector-migrate-data.js');
  const first = preload === undefined ? [] : ['--import', preload];
  const child = spawn(process.execPath, [...first, program, '--config', config, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return {
    ended: ended.then(([, out, err]) => ({ exitCode: child.exitCode, out, err })),
    kill: () => void child.kill('SIGKILL'),
  };
}
