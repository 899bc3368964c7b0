import { useCompileCache } from '../dist/cli/compile-cache.js';

/** Runs the program in this process. */
export async function run(argv) {
  // Before anything else is loaded.
  useCompileCache(process.env);
  const { main } = await import('../dist/cli/main.js');
  process.exitCode = await main(argv);
  // What an interrupted command was waiting for is of no use any more.
  if (process.exitCode === INTERRUPTED) setTimeout(() => process.exit(), LINGER).unref();
}

/** The exit status of an interrupted command. */
const INTERRUPTED = 130;
/** Milliseconds in which its output is written. */
const LINGER = 100;
