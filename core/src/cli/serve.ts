import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';

/** Milliseconds the process may live on after the service has stopped. */
const LINGER = 1000;

/** `inspector serve`: runs the service until it is told to stop. */
export const installServe: CommandInstaller = (program, context) => {
  const command = program
    .command('serve')
    .description(
      'Run the service until SIGTERM or SIGINT. SIGHUP reads `debug` again; other options need a restart',
    )
    .configureHelp({ showGlobalOptions: true })
    .action(async () => {
      const config = await context.loadConfig();
      const [{ createLog }, { startStandalone }] = await Promise.all([
        import('../log/log.js'),
        import('../server/start-standalone.js'),
      ]);
      const log = createLog({ debug: config.debug });
      const server = await startStandalone({ config, cwd: context.cwd, log });
      context.print(`Inspector listens on ${server.url}`);
      const reload = async (): Promise<void> => {
        const fresh = await context.loadConfig();
        log.level = fresh.debug ? 'debug' : 'info';
        log.info(`Configuration read again: the log level is ${log.level}; other options need a restart`);
      };
      const onHangUp = (): void =>
        void reload().catch((error: unknown) =>
          log.error({ err: error }, 'The configuration could not be read again'),
        );
      process.on('SIGHUP', onHangUp);
      await aborted(context.signal);
      process.off('SIGHUP', onHangUp);
      const again = (): void => log.warn('The service is stopping already');
      process.on('SIGINT', again).on('SIGTERM', again);
      await server.close();
      process.off('SIGINT', again).off('SIGTERM', again);
      // Work that was left behind, such as a command of a driver that never ends, must not keep the process.
      setTimeout(() => process.exit(), LINGER).unref();
    });
  explainStatuses(
    command,
    { 0: 'a signal stopped the service, and all work has ended', 1: 'the service could not start' },
    false,
  );
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
