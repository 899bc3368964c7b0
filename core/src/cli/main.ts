import { Command, CommanderError } from 'commander';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import { readOwnVersion } from '../server/own-version.js';
import { readText } from './arguments.js';
import { askedFor } from './asked-command.js';
import type { CliContext, CommandInstaller, Surroundings } from './context.js';
import { asksForStacks, foreignStacks } from './error-stacks.js';
import { endProcess } from './own-process.js';
import { runningPlugin } from '../plugin-host/faults/running-plugin.js';
import { feedUnhandled } from './unhandled.js';
import { unlessInterrupted } from './interruption.js';

/** Each command and where it is; only the one asked for is imported, so that every command starts fast. */
const COMMANDS: Readonly<Record<string, () => Promise<CommandInstaller>>> = {
  serve: async () => (await import('./serve.js')).installServe,
  api: async () => (await import('./serve.js')).installApi,
  conductor: async () => (await import('./serve.js')).installConductor,
  demo: async () => (await import('./demo.js')).installDemo,
  introspection: async () => (await import('./introspection.js')).installIntrospection,
  wait: async () => (await import('./wait.js')).installWait,
  why: async () => (await import('./why.js')).installWhy,
  events: async () => (await import('./events.js')).installEvents,
  rule: async () => (await import('./rule.js')).installRule,
  'pxe-filter': async () => (await import('./pxe-filter.js')).installPxeFilter,
  cluster: async () => (await import('./cluster.js')).installCluster,
  inventory: async () => (await import('./inventory.js')).installInventory,
  history: async () => (await import('./history.js')).installHistory,
  diff: async () => (await import('./diff.js')).installDiff,
  baseline: async () => (await import('./baseline.js')).installBaseline,
  nodes: async () => (await import('./nodes.js')).installNodes,
  unmatched: async () => (await import('./unmatched.js')).installUnmatched,
  plugins: async () => (await import('./plugins.js')).installPlugins,
  doctor: async () => (await import('./doctor.js')).installDoctor,
  completion: async () => (await import('./completion.js')).installCompletion(wholeProgram),
  config: async () => (await import('./config.js')).installConfig,
  policy: async () => (await import('./policy.js')).installPolicy,
  backup: async () => (await import('./backup.js')).installBackup,
  restore: async () => (await import('./restore.js')).installRestore,
  'migrate-data': async () => (await import('./migrate-data.js')).installMigrateData,
  dbsync: async () => (await import('./dbsync.js')).installDbsync,
};

/** Commands that run until they are told to stop, and then end in order. */
const PROCESSES: ReadonlySet<string> = new Set(['serve', 'api', 'conductor']);

const HELP = `
Every option of the configuration can also be set in the environment: INSPECTOR_LISTEN_PORT=5051,
INSPECTOR_PROCESSING__STORE_DATA=none. "inspector help COMMAND" explains a command and its exit status.

Exit status: 0 after success, 1 after an error, 2 when the arguments are wrong, 130 when interrupted.`;

/**
 * Runs the `inspector` program.
 *
 * @param argv - arguments without the interpreter and the program
 * @returns the exit status: 0, what the command set, 1 after an error, 2 after wrong arguments, 130 when interrupted
 */
export async function main(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode = 0;
  const interrupted = new AbortController();
  const onSignal = (): void => interrupted.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  // A reader that has seen enough (`| head`) is no failure.
  surroundings.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exitCode = exitCode;
    endProcess();
  });
  const program = bareProgram()
    .addHelpText('after', HELP)
    .showHelpAfterError('(add --help for the usage)')
    .configureOutput({
      writeOut: (text) => void surroundings.stdout.write(text),
      writeErr: (text) => void surroundings.stderr.write(text),
    })
    .exitOverride();
  const context = makeContext(program, surroundings, interrupted.signal, (code) => {
    exitCode = code;
  });
  const runs = PROCESSES.has(firstWord(argv) ?? '');
  const unhandled = runs
    ? undefined
    : feedUnhandled({
        take(error) {
          for (const line of escapedWords(error, context)) context.warn(line);
          exitCode = 1;
          return 'goes on';
        },
      });
  try {
    await installCommands(program, context, argv);
    const command = program.parseAsync(askedFor(program, argv), { from: 'user' });
    await (runs ? command : unlessInterrupted(command, interrupted.signal));
    return exitCode;
  } catch (error) {
    return report(error, interrupted.signal, context);
  } finally {
    unhandled?.release();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

/** The program without commands. */
const bareProgram = (): Command =>
  new Command('inspector')
    .description('Hardware introspection for bare metal')
    .version(readOwnVersion(), '--version', 'print the version')
    .option(
      '--config <file>',
      'configuration file (default: inspector.config.* or the key inspector of package.json in the working directory)',
      readText,
    )
    .option('--debug', 'write debug messages, and where errors come from (INSPECTOR_DEBUG=true)');

/** The program with all of its commands, for whoever tells of them. */
export async function wholeProgram(context: CliContext): Promise<Command> {
  const program = bareProgram();
  for (const load of Object.values(COMMANDS)) (await load())(program, context);
  return program;
}

/** Installs the command that is asked for, or all of them for help and wrong names; the version needs none. */
async function installCommands(
  program: Command,
  context: CliContext,
  argv: readonly string[],
): Promise<void> {
  if (argv[0] === '--version') return;
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

function makeContext(
  program: Command,
  { cwd, env, stdin, stdout, stderr }: Surroundings,
  signal: AbortSignal,
  setExitCode: (code: number) => void,
): CliContext {
  const environment = (): Surroundings['env'] =>
    program.opts<{ debug?: true }>().debug ? { ...env, INSPECTOR_DEBUG: 'true' } : env;
  return {
    cwd,
    get env() {
      return environment();
    },
    stdin,
    stdout,
    stderr,
    signal,
    setExitCode,
    print: (line = '') => void stdout.write(`${line}\n`),
    warn: (line) => void stderr.write(`${line}\n`),
    loadConfig: async (use = 'command') => {
      const { loadConfig } = await import('../config/load.js');
      const { config: file } = program.opts<{ config?: string }>();
      return (await loadConfig({ cwd, env: environment(), file }, use)).config;
    },
  };
}

function report(error: unknown, signal: AbortSignal, context: CliContext): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (signal.aborted) {
    context.warn('Interrupted.');
    return 130;
  }
  for (const line of wordsFor(error, context)) context.warn(line);
  return 1;
}

/** The lines about an error that no code handled: most likely one of a plugin that was imported. */
function escapedWords(error: unknown, context: CliContext): string[] {
  const plugin = runningPlugin();
  if (plugin === undefined) return wordsFor(error, context);
  const who = `"${plugin.name}" of ${plugin.packageName}`;
  return [
    `INSP_PLUGIN_FAULT: ${who} threw where nobody catches it: ${thrownText(error)}`,
    ...(asksForStacks(context) ? foreignStacks(error) : []),
  ];
}

/** The lines about an error. Stack traces are only there when they are asked for. */
function wordsFor(error: unknown, context: CliContext): string[] {
  const traces = asksForStacks(context) ? foreignStacks(error) : [];
  if (InspectorError.is(error)) return [`${error.code}: ${error.message}`, ...traces];
  if (!(error instanceof Error)) return [`Unexpected: ${String(error)}`];
  if (error.name === 'ClientError' || 'syscall' in error) return [error.message];
  if (traces.length > 0) return traces;
  return [
    `Unexpected ${error.name}: ${error.message}`,
    'This is a defect of Inspector. --debug shows where it happens.',
  ];
}
