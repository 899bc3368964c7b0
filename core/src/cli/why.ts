import { readName } from './arguments.js';
import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import {
  reportingServerErrors,
  serverClient,
  withServerOptions,
  type ServerOptions,
} from './server-options.js';
import { whyLines } from './why-text.js';

/** `inspector why`. */
export const installWhy: CommandInstaller = (program, context) => {
  const command = program
    .command('why')
    .description(
      'Say why a node or a machine stands where it does, with what was seen and what to do; what matters most comes first',
    )
    .argument('<machine>', 'UUID or name of a node, or the MAC address of a machine', readName)
    .option('--json', 'print JSON');
  withServerOptions(command).action((machine: string, options: ServerOptions & { json?: boolean }) =>
    reportingServerErrors(context, async () => {
      const found = await serverClient(options, context).diagnosis(machine, { signal: context.signal });
      if (options.json === true) context.print(JSON.stringify(found, null, 2));
      else for (const line of whyLines(found)) context.print(line);
    }),
  );
  explainStatuses(command, {
    0: 'the findings are shown, whatever they are',
    1: 'the server could not be asked',
  });
};
