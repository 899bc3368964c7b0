import { readCount, readName } from './arguments.js';
import type { CommandInstaller } from './context.js';
import { differenceLines } from './diff-text.js';
import { explainStatuses } from './exit-status.js';
import {
  reportingServerErrors,
  serverClient,
  withServerOptions,
  type ServerOptions,
} from './server-options.js';

/** `inspector diff`. */
export const installDiff: CommandInstaller = (program, context) => {
  const command = program
    .command('diff')
    .description(
      'Show how the hardware of a node differs between two introspections: parts that were added, removed, moved or changed',
    )
    .argument('<node>', 'UUID or name of a node', readName)
    .argument(
      '[before]',
      'number of an introspection, see "inspector history" (default: the last one before the other)',
      readCount,
    )
    .argument('[after]', 'number of another one (default: the newest with data)', readCount)
    .option('--json', 'print JSON');
  withServerOptions(command).action(
    (
      node: string,
      from: number | undefined,
      to: number | undefined,
      options: ServerOptions & { json?: boolean },
    ) =>
      reportingServerErrors(context, async () => {
        const asked = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
        const found = await serverClient(options, context).differences(node, {
          signal: context.signal,
          ...asked,
        });
        if (options.json === true) context.print(JSON.stringify(found, null, 2));
        else for (const line of differenceLines(node, found)) context.print(line);
      }),
  );
  explainStatuses(command, {
    0: 'the differences are shown, also when there are none',
    1: 'the node is unknown, there are no two introspections with data, or the server could not be reached',
  });
};
