import { InspectorError } from '@inspector/plugin-api';
import { changedOptions } from '../config/changed-options.js';
import type { LoadedConfig } from '../config/load.js';
import type { InspectorConfig } from '../config/types.js';
import { PluginFaults } from '../plugin-host/faults/plugin-faults.js';
import type { Inspector } from '../server/inspector.js';
import type { StartOptions } from '../server/start-options.js';
import { StartInterrupted, unlessInterrupted } from '../server/start-interrupted.js';
import type { Log } from '../log/log.js';
import { logLook } from '../log/log-look.js';
import { isFromPlugin } from './error-stacks.js';
import { loadWithOrigin } from './config-source.js';
import type { CliContext, CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import { keepHeapSmall } from './heap.js';
import { endProcess } from './own-process.js';
import { ServiceManager } from './service-manager.js';
import { feedUnhandled } from './unhandled.js';

/** Milliseconds the process may live on after the service has stopped. */
const LINGER = 1000;
/** The same after a start that was told to stop: what it was waiting for is of no use any more. */
const SHORT_LINGER = 100;

/** Starts a process of the service. */
type Start = (options: StartOptions) => Promise<Inspector>;

/** A command that runs a process until it is told to stop. */
interface ProcessCommand {
  readonly name: string;
  readonly description: string;
  /** What the option `standalone` must say. */
  readonly standalone: boolean;
  /** What is printed before the address once it runs. */
  readonly runs: string;
  /** Imports what starts it. */
  readonly load: () => Promise<Start>;
}

/** `inspector serve`: the whole service in one process. */
export const installServe = installProcess({
  name: 'serve',
  description: 'Run the service',
  standalone: true,
  runs: 'Inspector listens on',
  load: async () => (await import('../server/start-standalone.js')).startStandalone,
});

/** `inspector api`: an API process in front of conductors. */
export const installApi = installProcess({
  name: 'api',
  description: 'Run an API process in front of conductors (standalone: false)',
  standalone: false,
  runs: 'The API listens on',
  load: async () => (await import('../server/start-api.js')).startApi,
});

/** `inspector conductor`: a conductor for API processes. */
export const installConductor = installProcess({
  name: 'conductor',
  description: 'Run a conductor for API processes (standalone: false)',
  standalone: false,
  runs: 'The conductor takes calls at',
  load: async () => (await import('../server/start-listening-conductor.js')).startListeningConductor,
});

function installProcess(process: ProcessCommand): CommandInstaller {
  return (program, context) => {
    const command = program
      .command(process.name)
      .description(
        `${process.description} until SIGTERM or SIGINT. SIGHUP reads policy, users, certificates and \`debug\` again; other options need a restart`,
      )
      .configureHelp({ showGlobalOptions: true })
      .action(async () => {
        keepHeapSmall();
        try {
          await run(context, process, loadWithOrigin(program, context));
        } catch (error) {
          if (!(error instanceof StartInterrupted)) throw withCheck(error);
          context.warn(`${error.message}.`);
          endSoon(SHORT_LINGER);
        }
      });
    explainStatuses(
      command,
      { 0: 'it was told to stop, and all work has ended', 1: 'it could not start' },
      false,
    );
  };
}

/** A start ends at the first part that fails; the check looks at all of them. */
function withCheck(error: unknown): unknown {
  if (!InspectorError.is(error) || error.code === 'INSP_CONFIG_UNREADABLE') return error;
  const text = `${error.message}\n"inspector config validate" checks everything else, too.`;
  return new InspectorError(error.code, text, { cause: error });
}

/** Each composition reads the same file, so the file says which one it is for. */
function assertMeant({ name, standalone }: ProcessCommand, config: InspectorConfig): void {
  if (config.standalone === standalone) return;
  throw new InspectorError(
    'INSP_CONFIG_INVALID',
    standalone
      ? 'The configuration says standalone: false. Run "inspector api" and "inspector conductor", or set standalone: true'
      : `"inspector ${name}" needs standalone: false in the configuration, with a database server and a coordination backend; "inspector serve" is the whole service in one process`,
  );
}

async function run(
  context: CliContext,
  command: ProcessCommand,
  loading: Promise<LoadedConfig>,
): Promise<void> {
  const { config, ...origin } = await unlessInterrupted(loading, context.signal);
  assertMeant(command, config);
  const [{ createLog }, start] = await Promise.all([import('../log/log.js'), command.load()]);
  const log = createLog({ debug: config.debug, look: logLook(config.log.format, context) });
  const faults = new PluginFaults({ log, onFailure: config.pluginHost.onFailure });
  const unhandled = feedUnhandled(faults);
  const signal = AbortSignal.any([context.signal, unhandled.fatal]);
  const manager = new ServiceManager(context.env, log);
  let server: Inspector | undefined;
  const readAgain = async (): Promise<void> => {
    if (server !== undefined && !signal.aborted) manager.reloading();
    try {
      await reload({ config, log, server }, context);
    } catch (error) {
      log.error({ err: error }, 'The configuration could not be read again');
    }
    if (server !== undefined && !signal.aborted) manager.ready(`${command.runs} ${server.url}`);
  };
  const onHangUp = (): void => void readAgain();
  process.on('SIGHUP', onHangUp);
  try {
    server = await start({ config, cwd: context.cwd, log, origin, signal, faults, watchStalls: true });
    const text = `${command.runs} ${server.url}`;
    context.print(text);
    manager.ready(text);
    await aborted(signal);
    manager.stopping();
    await stop(server, log);
  } catch (error) {
    if (isFromPlugin(error)) log.fatal({ err: error }, 'The start failed; where it did is in the field err');
    throw error;
  } finally {
    process.off('SIGHUP', onHangUp);
    unhandled.release();
    if (unhandled.fatal.aborted) context.setExitCode(1);
  }
}

/** What is running. */
interface Running {
  /** As it was at the start. */
  readonly config: InspectorConfig;
  readonly log: Log;
  /** Undefined while it starts. */
  readonly server: Inspector | undefined;
}

/** Reads again what can be, and says what that was and what needs a restart. */
async function reload({ config, log, server }: Running, context: CliContext): Promise<void> {
  const { read, failed } = (await server?.reload()) ?? { read: [], failed: [] };
  for (const text of failed) log.error(`Could not be read again: ${text}`);
  const fresh = await context.loadConfig('service');
  log.level = fresh.debug ? 'debug' : 'info';
  const waiting = changedOptions(config, fresh).filter((option) => option !== 'debug');
  const parts = read.length === 0 ? '' : `, with ${read.join(', ')}`;
  log.info(
    `Configuration read again${parts}: the log level is ${log.level}; ` +
      (waiting.length === 0
        ? 'nothing else has changed'
        : `${waiting.join(', ')} changed and need a restart`),
  );
}

async function stop(server: Inspector, log: Log): Promise<void> {
  const again = (): void => log.warn('The service is stopping already');
  process.on('SIGINT', again).on('SIGTERM', again);
  await server.close();
  process.off('SIGINT', again).off('SIGTERM', again);
  endSoon(LINGER);
}

/** What was left behind, such as a command of a driver that never ends, must not keep the process. */
const endSoon = (milliseconds: number): void => void setTimeout(endProcess, milliseconds).unref();

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
