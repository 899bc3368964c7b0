import { useCompileCache } from '../dist/cli/compile-cache.js';

/** Runs the program in this process. */
export async function run(argv) {
  if (argv[0] === '--version') return sayVersion();
  // Before anything else is loaded.
  useCompileCache(process.env);
  const [{ main }, { allWritten, endProcess, takeOverProcess }] = await Promise.all([
    import('../dist/cli/main.js'),
    import('../dist/cli/own-process.js'),
  ]);
  process.exitCode = await main(argv, takeOverProcess());
  // What was asked for is written whole, however slow the reader is.
  if (process.exitCode !== INTERRUPTED) await allWritten();
  // What a plugin left open, or an interrupted command was waiting for, must not keep the process.
  setTimeout(endProcess, LINGER).unref();
}

/** The version is asked for often, by scripts and inventories of software: nothing else is loaded for it. */
async function sayVersion() {
  const { readOwnVersion } = await import('../dist/server/own-version.js');
  process.stdout.write(`${readOwnVersion()}\n`);
}

/** Milliseconds in which the output is written. */
const LINGER = 100;
/** The exit status of an interrupted command: its reader may be what was waited for. */
const INTERRUPTED = 130;
