import { readCount, readName } from './arguments.js';
import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import { historyTable, runLines } from './history-text.js';
import {
  reportingServerErrors,
  serverClient,
  withServerOptions,
  type ServerOptions,
} from './server-options.js';

/** `inspector history`. */
export const installHistory: CommandInstaller = (program, context) => {
  const command = program
    .command('history')
    .description(
      'List the introspections of a node that are over, the newest first; or show one of them: its hooks, the rules that ' +
        'applied, and what they changed',
    )
    .argument('<node>', 'UUID or name of a node', readName)
    .argument('[number]', 'number of an introspection, as in the list', readCount)
    .option(
      '--limit <number>',
      'most introspections to list (default: as many as the server gives)',
      readCount,
    )
    .option('--json', 'print JSON; with a number: with the data');
  withServerOptions(command).action(
    (node: string, number: number | undefined, options: ServerOptions & { limit?: number; json?: boolean }) =>
      reportingServerErrors(context, async () => {
        const client = serverClient(options, context);
        const { signal } = context;
        const print = (found: unknown, lines: () => readonly string[]): void => {
          if (options.json === true) context.print(JSON.stringify(found, null, 2));
          else for (const line of lines()) context.print(line);
        };
        if (number !== undefined) {
          const run = await client.run(node, number, { signal });
          print(run, () => runLines(run));
          return;
        }
        const limit = options.limit === undefined ? {} : { limit: options.limit };
        const runs = await client.history(node, { signal, ...limit });
        print(runs, () => historyTable(node, runs));
      }),
  );
  explainStatuses(command, {
    0: 'what was asked for is shown, also where nothing is kept',
    1: 'the node is unknown, the introspection is not kept, or the server could not be reached',
  });
};
