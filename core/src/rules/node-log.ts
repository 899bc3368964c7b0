import type { PluginLog } from '@inspector/plugin-api';
import type { MachineFields } from '../node/log-prefix.js';

/** The log of actions on one node: each line names it. */
export function nodeLog(log: PluginLog, fields: MachineFields): PluginLog {
  const write =
    (level: keyof PluginLog) =>
    (first: object | string, message?: string): void => {
      if (typeof first === 'string') log[level](fields, first);
      else log[level]({ ...fields, ...first }, message ?? '');
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
