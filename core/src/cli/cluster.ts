import { clusterStatusLines } from './cluster-text.js';
import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import {
  reportingServerErrors,
  serverClient,
  withServerOptions,
  type ServerOptions,
} from './server-options.js';

/** `inspector cluster status`. */
export const installCluster: CommandInstaller = (program, context) => {
  const command = program
    .command('cluster')
    .description('See the processes that share the database')
    .command('status')
    .description(
      'Show the members, who leads, what each of them has to do, how its PXE filter stands and how its clock differs',
    )
    .option('--json', 'print JSON');
  withServerOptions(command).action((options: ServerOptions & { json?: boolean }) =>
    reportingServerErrors(context, async () => {
      const status = await serverClient(options, context).cluster({ signal: context.signal });
      if (options.json === true) context.print(JSON.stringify(status, null, 2));
      else for (const line of clusterStatusLines(status)) context.print(line);
    }),
  );
  explainStatuses(command, {
    0: 'the status is shown, also where members are silent',
    1: 'the status could not be read',
  });
};
