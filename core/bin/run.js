import { useCompileCache } from '../dist/cli/compile-cache.js';

/** Runs the program in this process. */
export async function run(argv) {
  if (argv[0] === '--version') return sayVersion();
  // Before anything else is loaded.
  useCompileCache(process.env);
  const { main } = await import('../dist/cli/main.js');
  process.exitCode = await main(argv);
  // What an interrupted command was waiting for is of no use any more.
  if (process.exitCode === INTERRUPTED) setTimeout(() => process.exit(), LINGER).unref();
}

/** The version is asked for often, by scripts and inventories of software: nothing else is loaded for it. */
async function sayVersion() {
  const { readOwnVersion } = await import('../dist/server/own-version.js');
  process.stdout.write(`${readOwnVersion()}\n`);
}

/** The exit status of an interrupted command. */
const INTERRUPTED = 130;
/** Milliseconds in which its output is written. */
const LINGER = 100;
