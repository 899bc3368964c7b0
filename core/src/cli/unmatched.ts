import { readCount } from './arguments.js';
import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import {
  reportingServerErrors,
  serverClient,
  withServerOptions,
  type ServerOptions,
} from './server-options.js';
import { unmatchedLines } from './unmatched-text.js';

/** `inspector unmatched`. */
export const installUnmatched: CommandInstaller = (program, context) => {
  const command = program
    .command('unmatched')
    .description(
      'List machines whose ramdisks posted data that matched no node, the latest first, and why; with the node ' +
        'that each was most likely meant for',
    )
    .option('--limit <number>', 'most machines to list (default: as many as the server gives)', readCount)
    .option('--json', 'print JSON');
  withServerOptions(command).action((options: ServerOptions & { limit?: number; json?: boolean }) =>
    reportingServerErrors(context, async () => {
      const { limit, json } = options;
      const selection = { signal: context.signal, ...(limit === undefined ? {} : { limit }) };
      const machines = await serverClient(options, context).unmatched(selection);
      if (json === true) context.print(JSON.stringify(machines, null, 2));
      else for (const line of unmatchedLines(machines)) context.print(line);
    }),
  );
  explainStatuses(command, {
    0: 'the machines are listed, also when there are none',
    1: 'the list could not be read',
  });
};
