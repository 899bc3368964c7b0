import type { PluginLog } from '@inspector/plugin-api';
import { logLine } from '@inspector/plugin-api/log';
import type { MachineFields } from '../node/log-prefix.js';

/** The log of actions on one node: each line names it. */
export function nodeLog(log: PluginLog, fields: MachineFields): PluginLog {
  const write =
    (level: keyof PluginLog) =>
    (first: object | string, message?: string): void => {
      const line = logLine(first, message);
      log[level]({ ...fields, ...line.fields }, line.text);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
