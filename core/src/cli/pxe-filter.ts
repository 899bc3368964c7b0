import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import { filterStatusLines } from './pxe-filter-text.js';
import {
  reportingServerErrors,
  serverClient,
  withServerOptions,
  type ServerOptions,
} from './server-options.js';

/** `inspector pxe-filter status`. */
export const installPxeFilter: CommandInstaller = (program, context) => {
  const command = program
    .command('pxe-filter')
    .description('See who gets a lease from the DHCP server of the service')
    .command('status')
    .description(
      'Show driver, state, last synchronisation and DHCP server; with a MAC or a node also what its machines get, and why',
    )
    .argument('[machine]', 'MAC address of a machine, or UUID or name of a node')
    .option('--json', 'print JSON');
  withServerOptions(command).action(
    (machine: string | undefined, options: ServerOptions & { json?: boolean }) =>
      reportingServerErrors(context, async () => {
        const { isMac } = await import('@inspector/plugin-api/ramdisk-data');
        const asked = machine === undefined || isMac(machine) ? machine : { node: machine };
        const answer = await serverClient(options, context).pxeFilter(asked, { signal: context.signal });
        if (options.json === true) context.print(JSON.stringify(answer, null, 2));
        else for (const line of filterStatusLines(answer)) context.print(line);
      }),
  );
  explainStatuses(command, {
    0: 'the status is shown, also when the filter has failed',
    1: 'the status could not be read, or there is no such node',
  });
};
