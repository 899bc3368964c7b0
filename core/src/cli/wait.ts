import { STATES } from '@inspector/plugin-api';
import { each, readName, readPositive } from './arguments.js';
import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import { chooseNodes, isChoice, type Choice } from './introspection/fleet/choose-nodes.js';
import { withChoice } from './introspection/fleet/choice-options.js';
import {
  reportingServerErrors,
  serverClient,
  withServerOptions,
  type ServerOptions,
} from './server-options.js';
import { OVER, readUntil } from './wait/until.js';
import { waitForStates, type WaitOptions } from './wait/wait-for-states.js';

/** `inspector wait`. */
export const installWait: CommandInstaller = (program, context) => {
  const command = program
    .command('wait')
    .description(
      'Wait until the introspections of nodes come to a state; it is told by the events of the server',
    )
    .argument('[node...]', 'UUIDs or names of nodes', each(readName))
    .option(
      '--until <condition>',
      `state=STATES, some of ${STATES.join(', ')}, separated by commas (default: state=${OVER.join(',')})`,
      readUntil,
    )
    .option('--timeout <seconds>', 'wait at most so long (default: as long as it takes)', readPositive)
    .option(
      '--interval <seconds>',
      'how often to ask where the server does not let the caller see events',
      readPositive,
      2,
    )
    .option('--json', 'print JSON');
  withServerOptions(withChoice(command)).action(
    (named: string[] | undefined, options: ServerOptions & Choice & Omit<WaitOptions, 'until'> & Until) => {
      if ((named ?? []).length === 0 && !isChoice(options)) {
        command.error('error: name nodes, or choose them with --all, --file, --state or --where');
      }
      const client = serverClient(options, context);
      return reportingServerErrors(context, async () => {
        const nodes = await chooseNodes(named ?? [], options, client, context);
        await waitForStates(nodes, { ...options, until: options.until ?? OVER }, client, context);
      });
    },
  );
  explainStatuses(command, {
    0: 'each introspection came to one of the states',
    1: 'a node is not known or was never introspected, or the server cannot be asked; nothing was waited for any more',
    3: 'an introspection ended in another state, or its node was deleted',
    4: 'the time of --timeout was over before',
  });
};

/** What is waited for, where it was said. */
interface Until {
  readonly until?: WaitOptions['until'];
}
