import { AsyncLocalStorage } from 'node:async_hooks';
import type { Log } from '../log/log.js';
import type { PluginLog } from '@inspector/plugin-api';

/** One run of one hook: what is logged meanwhile belongs to it. */
export interface HookRun {
  readonly hook: string;
  /** UUID of the node, once it is known. */
  readonly node?: string;
  /** Texts of the warnings and errors the hook logged. */
  readonly warnings: string[];
}

const currentRun = new AsyncLocalStorage<HookRun>();

/** Does something as part of a run of a hook. */
export const duringRun = <T>(run: HookRun, work: () => T): T => currentRun.run(run, work);

type Level = 'debug' | 'info' | 'warn' | 'error';

/**
 * The log of a plugin. Lines name the plugin and, while it works on a node, the node. What a hook warns of is
 * also remembered in the run it belongs to, however deep in asynchronous work it is said.
 */
export function createPluginLog(
  log: Log,
  fields: { readonly plugin: string; readonly package: string },
): PluginLog {
  const child = log.child(fields);
  const write =
    (level: Level) =>
    (first: object | string, message?: string): void => {
      const run = currentRun.getStore();
      const text = typeof first === 'string' ? first : (message ?? '');
      const given = typeof first === 'string' ? {} : first;
      if (run?.hook === fields.plugin && (level === 'warn' || level === 'error')) run.warnings.push(text);
      child[level](run?.node === undefined ? given : { node: run.node, ...given }, text);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
