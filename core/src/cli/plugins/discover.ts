import { InspectorError } from '@inspector/plugin-api';
import { createLog, type Log } from '../../log/log.js';
import { createMetrics } from '../../metrics/metrics.js';
import { createPluginHost, type PluginHost } from '../../plugin-host/registry.js';
import { selectPlugins } from '../../plugin-host/selection.js';
import type { CliContext } from '../context.js';

/** How the result is printed. */
export interface Format {
  readonly json?: boolean;
}

/** Finds what is installed. */
export async function discover(context: CliContext): Promise<PluginHost> {
  const config = await context.loadConfig();
  return createPluginHost({
    config,
    cwd: context.cwd,
    log: commandLog(context),
    metrics: createMetrics(),
  });
}

/** A log whose warnings are sentences for the person at the terminal. Errors are left to what the command reports. */
export const commandLog = (context: CliContext): Log =>
  createLog({
    debug: false,
    destination: {
      write(line: string) {
        const { level, msg, err } = JSON.parse(line) as Readonly<Record<string, unknown>>;
        if (err === undefined && level !== 'info') context.warn(`${String(level)}: ${String(msg)}`);
      },
    },
  });

/** Imports the enabled plugins, because some faults show only then. */
export async function loadEnabled(
  host: PluginHost,
  context: CliContext,
): Promise<InspectorError | undefined> {
  const config = await context.loadConfig();
  return problemOf(() => host.load(selectPlugins(config)));
}

/** The coded error that something throws; undefined: none. */
export async function problemOf(work: () => Promise<void>): Promise<InspectorError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (InspectorError.is(error)) return error;
    throw error;
  }
}
