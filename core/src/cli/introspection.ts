import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { CliContext, CommandInstaller } from './context.js';
import { actAndWait, type WaitingOptions } from './introspection/act-and-wait.js';
import { listIntrospections, type ListCommandOptions } from './introspection/list.js';
import { saveData, type SaveOptions } from './introspection/save-data.js';
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

const NODES = ['<node...>', 'UUIDs or names of nodes'] as const;

function installStart(group: Command, context: CliContext): void {
  const command = group
    .command('start')
    .description('Start the introspection of nodes')
    .argument(...NODES);
  withWaiting(withServerOptions(command))
    .option('--no-manage-boot', 'leave boot device and power of the machines alone')
    .action((nodes: string[], options: ServerOptions & WaitingOptions & { manageBoot: boolean }) => {
      const client = serverClient(options, context);
      const { signal } = context;
      return reportingServerErrors(context, () =>
        actAndWait({
          ...{ client, context, nodes, options },
          done: 'introspection started',
          act: (node) => client.start(node, { signal, ...(!options.manageBoot && { manageBoot: false }) }),
          isSuccess: ({ error }) => error === null,
        }),
      );
    });
}

function installStatus(group: Command, context: CliContext): void {
  const command = group
    .command('status')
    .description('Show how introspections stand; succeeds when all could be read, however they ended')
    .argument(...NODES)
    .option('--hooks', 'show how each hook went')
    .option('--json', 'print JSON');
  withServerOptions(command).action((nodes: string[], options: ServerOptions & StatusOptions) =>
    reportingServerErrors(context, () => showStatus(nodes, options, serverClient(options, context), context)),
  );
}

function installList(group: Command, context: CliContext): void {
  const command = group
    .command('list')
    .description('List introspections, the newest first')
    .option('--state <states>', 'only these states, separated by commas', (text) => text.split(','))
    .option('--limit <number>', 'at most so many', wholeNumber)
    .option('--json', 'print JSON');
  withServerOptions(command).action((options: ServerOptions & ListCommandOptions) =>
    reportingServerErrors(context, () =>
      listIntrospections(options, serverClient(options, context), context),
    ),
  );
}

function installAbort(group: Command, context: CliContext): void {
  const command = group
    .command('abort')
    .description('Abort the introspection of nodes')
    .argument(...NODES);
  withWaiting(withServerOptions(command)).action(
    (nodes: string[], options: ServerOptions & WaitingOptions) => {
      const client = serverClient(options, context);
      return reportingServerErrors(context, () =>
        actAndWait({
          ...{ client, context, nodes, options },
          done: 'abort requested',
          act: (node) => client.abort(node, { signal: context.signal }),
          isSuccess: ({ finished }) => finished,
        }),
      );
    },
  );
}

function installReapply(group: Command, context: CliContext): void {
  const command = group
    .command('reapply')
    .description('Run hooks and rules again over stored data')
    .argument(...NODES)
    .option('--data <file>', 'JSON file with data to process instead of the stored ones; for one node only');
  withWaiting(withServerOptions(command)).action(
    async (nodes: string[], options: ServerOptions & WaitingOptions & { data?: string }) => {
      if (options.data !== undefined && nodes.length > 1) command.error('--data is for one node only');
      const client = serverClient(options, context);
      const { signal } = context;
      const data = options.data === undefined ? undefined : await readData(options.data, command, context);
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
}

async function readData(file: string, command: Command, { cwd }: CliContext): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    return command.error(`--data: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function installSave(group: Command, context: CliContext): void {
  const command = group
    .command('save')
    .description('Save stored data: to standard output, a file, or a folder with one file per node')
    .argument(...NODES)
    .option('--file <file>', 'file to write; for one node only')
    .option('--directory <folder>', 'folder to write <node>.json to, for every node')
    .option('--unprocessed', 'the data as the ramdisk sent them')
    .option('--json', 'print JSON about the files written');
  withServerOptions(command).action((nodes: string[], options: ServerOptions & SaveOptions) => {
    if (nodes.length > 1 && options.directory === undefined) {
      command.error('several nodes need --directory');
    }
    const client = serverClient(options, context);
    return reportingServerErrors(context, () => saveData(nodes, options, client, context));
  });
}

const withWaiting = (command: Command): Command =>
  command
    .option('--wait', 'wait until the introspection of every node is over')
    .option('--timeout <seconds>', 'wait at most so long', positiveNumber)
    .option('--interval <seconds>', 'how often to look while waiting', positiveNumber, 2)
    .option('--json', 'print JSON');

function positiveNumber(text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number)))
    throw new InvalidArgumentError('It must be a number above 0.');
  return number;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}
