import { Option, type Command } from 'commander';
import { ClientError, type Introspection } from '@inspector/client';
import { STATES } from '@inspector/plugin-api';
import { each, readCount, readName, readPositive, readSome } from './arguments.js';
import type { CliContext, CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import { actAndWait, type WaitingOptions } from './introspection/act-and-wait.js';
import { withChoice } from './introspection/fleet/choice-options.js';
import { chooseNodes, isChoice, type Choice } from './introspection/fleet/choose-nodes.js';
import { startFleet, type FleetOptions } from './introspection/fleet/start-fleet.js';
import { listIntrospections, type ListCommandOptions } from './introspection/list.js';
import { readReplacement } from './introspection/replacement.js';
import { saveData, type SaveOptions } from './introspection/save-data.js';
import { startWatched } from './introspection/start-watched.js';
import { showStatus, type StatusOptions } from './introspection/status.js';
import {
  reportingServerErrors,
  serverClient,
  withServerOptions,
  type ServerOptions,
} from './server-options.js';

/** `inspector introspection start|status|list|abort|reapply|data save`. */
export const installIntrospection: CommandInstaller = (program, context) => {
  const group = program.command('introspection').description('Introspect nodes through the API of a server');
  installStart(group, context);
  installStatus(group, context);
  installList(group, context);
  installAbort(group, context);
  installReapply(group, context);
  const data = group.command('data').description('Work with stored introspection data');
  installSave(data, context);
};

const NODES = ['<node...>', 'UUIDs or names of nodes', each(readName)] as const;

function installStart(group: Command, context: CliContext): void {
  const command = group
    .command('start')
    .description('Start the introspection of nodes')
    .argument('[node...]', 'UUIDs or names of nodes', each(readName));
  withFleet(withWaiting(withServerOptions(command)))
    .option(
      '--watch',
      'wait, and show how all go on: on a terminal as a table that changes, elsewhere as a line for each change',
    )
    .option('--no-manage-boot', 'leave boot device and power of the machines alone')
    .action((named: string[] | undefined, options: ServerOptions & StartOptions) => {
      if (options.maxActive === undefined) checkWaiting(command);
      checkFleet(command, named ?? [], options);
      const client = serverClient(options, context);
      const { signal } = context;
      const { maxActive } = options;
      return reportingServerErrors(context, async () => {
        const nodes = await chooseNodes(named ?? [], options, client, context);
        if (maxActive !== undefined) return startFleet(client, nodes, { ...options, maxActive }, context);
        if (options.watch) return startWatched(nodes, options, client, context);
        return actAndWait({
          ...{ client, context, nodes, options },
          done: 'introspection started',
          act: (node) => client.start(node, { signal, ...(!options.manageBoot && { manageBoot: false }) }),
          isSuccess: ({ error }) => error === null,
        });
      });
    });
  explainStatuses(command, {
    0: 'all starts were accepted; with --wait, --watch or --max-active: all introspections ended well',
    1: 'one start was refused, or one introspection did not end well',
  });
}

type StartOptions = WaitingOptions & Choice & FleetOptions & { readonly watch?: boolean };

const withFleet = (command: Command): Command =>
  withChoice(command)
    .option(
      '--max-active <number>',
      'wait for the end of each, and let only so many introspections go on at the same time (default: start all at once)',
      readCount,
    )
    .option(
      '--per-minute <number>',
      'start only so many in a minute; needs --max-active (default: no limit)',
      readPositive,
    )
    .option(
      '--journal <file>',
      'note what is done in this file, so that the same command goes on where it was interrupted; needs --max-active (default: none)',
    );

/** Options about nodes that are introspected by turns would be ignored elsewhere. */
function checkFleet(command: Command, named: readonly string[], options: StartOptions): void {
  if (named.length === 0 && !isChoice(options)) {
    command.error('error: name nodes, or choose them with --all, --file, --state or --where');
  }
  if (options.watch && options.json) command.error('error: --watch and --json cannot be used together');
  if (options.maxActive !== undefined) {
    if (options.timeout !== undefined) command.error('error: --timeout cannot be used with --max-active');
    return;
  }
  for (const [name, value] of [
    ['per-minute', options.perMinute],
    ['journal', options.journal],
  ]) {
    if (value !== undefined) command.error(`error: --${String(name)} needs --max-active`);
  }
}

function installStatus(group: Command, context: CliContext): void {
  const command = group
    .command('status')
    .description('Show the state of introspections')
    .argument(...NODES)
    .option('--hooks', 'show how each hook went')
    .option('--json', 'print JSON');
  withServerOptions(command).action((nodes: string[], options: ServerOptions & StatusOptions) =>
    reportingServerErrors(context, () => showStatus(nodes, options, serverClient(options, context), context)),
  );
  explainStatuses(command, {
    0: 'all could be read, also those that failed',
    1: 'one could not be read, or the server could not be reached',
  });
}

function installList(group: Command, context: CliContext): void {
  const command = group
    .command('list')
    .description('List introspections, the newest first')
    .option(
      '--state <states>',
      `only these states, separated by commas: ${STATES.join(', ')} (default: all)`,
      readSome(STATES),
    )
    .option('--limit <number>', 'at most so many (default: all)', readCount)
    .option(
      '--watch',
      'go on until it is interrupted: on a terminal as a table of those that go on, elsewhere with a line for each change',
    )
    .option('--json', 'print JSON');
  withServerOptions(command).action((options: ServerOptions & ListCommandOptions) => {
    if (options.watch && options.json) {
      command.error(
        'error: --watch and --json cannot be used together; see "inspector events --follow --json"',
      );
    }
    return reportingServerErrors(context, () =>
      listIntrospections(options, serverClient(options, context), context),
    );
  });
  explainStatuses(command, {
    0: 'the list is complete; with --watch: it was interrupted',
    1: 'it could not be read',
  });
}

function installAbort(group: Command, context: CliContext): void {
  const command = group
    .command('abort')
    .description('Abort the introspection of nodes')
    .argument(...NODES);
  withWaiting(withServerOptions(command)).action(
    (nodes: string[], options: ServerOptions & WaitingOptions) => {
      checkWaiting(command);
      const client = serverClient(options, context);
      return reportingServerErrors(context, () =>
        actAndWait({
          ...{ client, context, nodes, options },
          done: 'abort requested',
          nothingToDo: (node) => overAlready(client.status(node, { signal: context.signal })),
          act: (node) => client.abort(node, { signal: context.signal }),
          isSuccess: ({ finished }) => finished,
        }),
      );
    },
  );
  explainStatuses(command, {
    0: 'all requests were accepted; with --wait: all introspections are over',
    1: 'one request was refused, or one introspection was not over in time',
  });
}

function installReapply(group: Command, context: CliContext): void {
  const command = group
    .command('reapply')
    .description('Run hooks and rules again over stored data')
    .argument(...NODES)
    .option(
      '--data <file>',
      'JSON file with data to process instead of the stored ones, - for standard input; for one node only',
    );
  withWaiting(withServerOptions(command)).action(
    async (nodes: string[], options: ServerOptions & WaitingOptions & { data?: string }) => {
      checkWaiting(command);
      if (options.data !== undefined && nodes.length > 1) {
        command.error('error: --data is for one node only');
      }
      const client = serverClient(options, context);
      const { signal } = context;
      const data = options.data === undefined ? undefined : await readReplacement(options.data, context);
      await reportingServerErrors(context, () =>
        actAndWait({
          ...{ client, context, nodes, options },
          done: 'reapplying',
          before: (node) => client.status(node, { signal }),
          act: (node) => client.reapply(node, data, { signal }),
          isSuccess: ({ error }) => error === null,
        }),
      );
    },
  );
  explainStatuses(command, {
    0: 'all requests were accepted; with --wait: all introspections ended well',
    1: 'one request was refused, or one introspection did not end well',
  });
}

function installSave(group: Command, context: CliContext): void {
  const command = group
    .command('save')
    .description(
      'Save stored data: to standard output, to a file, or to a folder with one file for each node',
    )
    .argument(...NODES)
    .addOption(new Option('--file <file>', 'file to write; for one node only').conflicts('directory'))
    .option('--directory <folder>', 'folder to write <node>.json to, for every node')
    .option('--unprocessed', 'the data as the ramdisk sent them')
    .option('--json', 'print JSON about the files written; needs --file or --directory');
  withServerOptions(command).action((nodes: string[], options: ServerOptions & SaveOptions) => {
    if (nodes.length > 1 && options.directory === undefined) {
      command.error('error: several nodes need --directory');
    }
    if (options.json && options.file === undefined && options.directory === undefined) {
      command.error('error: --json needs --file or --directory');
    }
    const client = serverClient(options, context);
    return reportingServerErrors(context, () => saveData(nodes, options, client, context));
  });
  explainStatuses(command, {
    0: 'the data of all nodes are saved',
    1: 'the data of one node could not be saved; its file was not changed',
  });
}

/**
 * Says that an introspection is over: the server accepts an abort of it, and does nothing. What is wrong with the node is
 * for the abort to say.
 */
async function overAlready(asked: Promise<Introspection>): Promise<string | undefined> {
  try {
    const { finished, state } = await asked;
    const isOver = finished && state !== 'reapplying';
    return isOver ? `nothing to abort: its introspection is over (${state})` : undefined;
  } catch (error) {
    if (error instanceof ClientError && error.status !== undefined) return undefined;
    throw error;
  }
}

const withWaiting = (command: Command): Command =>
  command
    .option('--wait', 'wait until the introspection of every node is over')
    .option('--timeout <seconds>', 'wait at most so long (default: as long as it takes)', readPositive)
    .option('--interval <seconds>', 'how often to look while waiting', readPositive, 2)
    .option('--json', 'print JSON');

/** Options about waiting without waiting would be ignored. */
function checkWaiting(command: Command): void {
  if (command.getOptionValue('wait') === true || command.getOptionValue('watch') === true) return;
  for (const name of ['timeout', 'interval']) {
    if (command.getOptionValueSource(name) === 'cli') command.error(`error: --${name} needs --wait`);
  }
}
