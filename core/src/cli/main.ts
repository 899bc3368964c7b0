import { Command, CommanderError } from 'commander';
import { InspectorError } from '../errors/inspector-error.js';
import { readOwnVersion } from '../own-version.js';
import type { CliContext, CommandInstaller } from './context.js';

/** Each command and where it is; only the one asked for is imported, so that every command starts fast. */
const COMMANDS: Readonly<Record<string, () => Promise<CommandInstaller>>> = {
  serve: async () => (await import('./serve.js')).installServe,
  demo: async () => (await import('./demo.js')).installDemo,
  introspection: async () => (await import('./introspection.js')).installIntrospection,
  rule: async () => (await import('./rule.js')).installRule,
  'pxe-filter': async () => (await import('./pxe-filter.js')).installPxeFilter,
  plugins: async () => (await import('./plugins.js')).installPlugins,
  config: async () => (await import('./config.js')).installConfig,
  'migrate-data': async () => (await import('./migrate-data.js')).installMigrateData,
  dbsync: async () => (await import('./dbsync.js')).installDbsync,
};

/**
 * Runs the `inspector` program.
 *
 * @param argv - arguments without the interpreter and the program
 * @returns the exit status: 0, what the command set, 1 after an error, 2 after wrong arguments, 130 when interrupted
 */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const interrupted = new AbortController();
  const onSignal = (): void => interrupted.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitCode);
  });
  const program = new Command('inspector')
    .description('Hardware introspection for bare metal')
    .version(readOwnVersion(), '--version', 'print the version')
    .option('--config <file>', 'configuration file instead of inspector.config.* in the working directory')
    .showHelpAfterError('(add --help for the usage)')
    .exitOverride();
  const context = makeContext(program, interrupted.signal, (code) => {
    exitCode = code;
  });
  try {
    await installCommands(program, context, argv);
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, interrupted.signal, context);
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

/** Installs the command that is asked for, or all of them for help and wrong names. */
async function installCommands(
  program: Command,
  context: CliContext,
  argv: readonly string[],
): Promise<void> {
  const asked = argv.find((argument) => Object.hasOwn(COMMANDS, argument));
  const names = asked === undefined || asked !== firstWord(argv) ? Object.keys(COMMANDS) : [asked];
  for (const name of names) (await COMMANDS[name]?.())?.(program, context);
}

/** The first argument that is neither an option of the program nor the value of one. */
function firstWord(argv: readonly string[]): string | undefined {
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    if (argument === '--config') index++;
    else if (!argument.startsWith('-')) return argument;
  }
  return undefined;
}

function makeContext(program: Command, signal: AbortSignal, setExitCode: (code: number) => void): CliContext {
  const { stdout, stderr, env } = process;
  const cwd = process.cwd();
  return {
    cwd,
    env,
    stdout,
    stderr,
    signal,
    setExitCode,
    print: (line = '') => void stdout.write(`${line}\n`),
    warn: (line) => void stderr.write(`${line}\n`),
    loadConfig: async () => {
      const { loadConfig } = await import('../config/load.js');
      const { config: file } = program.opts<{ config?: string }>();
      return (await loadConfig({ cwd, env, file })).config;
    },
  };
}

function report(error: unknown, signal: AbortSignal, context: CliContext): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (signal.aborted) return 130;
  if (InspectorError.is(error)) context.warn(`${error.code}: ${error.message}`);
  else context.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}
