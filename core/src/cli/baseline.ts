import type { BaselineScope, InspectorClient } from '@inspector/client';
import type { Command } from 'commander';
import { readCount, readName, readText } from './arguments.js';
import { baselineTable, checkLines, scopeText } from './baseline-text.js';
import type { CliContext, CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import {
  reportingServerErrors,
  serverClient,
  withServerOptions,
  type ServerOptions,
} from './server-options.js';

/** What every command of the group may be told. */
interface BaselineOptions extends ServerOptions {
  readonly class?: string;
  readonly json?: boolean;
}

/** Exit status of `check` where parts deviate. */
const DEVIATES = 3;

const NODE = 'UUID or name of a node';
const CLASS = ['--class <name>', 'that of a resource class'] as const;
const JSON_OPTION = ['--json', 'print JSON'] as const;
const LOST = 'or the server could not be reached';

/** `inspector baseline set|show|clear|check`. */
export const installBaseline: CommandInstaller = (program, context) => {
  const group = program
    .command('baseline')
    .description('Say which hardware nodes should have: introspections that find another one are degraded');
  installSet(group, context);
  installShow(group, context);
  installClear(group, context);
  installCheck(group, context);
};

const run = (
  options: ServerOptions,
  context: CliContext,
  work: (client: InspectorClient) => Promise<void>,
): Promise<void> => reportingServerErrors(context, () => work(serverClient(options, context)));

function installSet(group: Command, context: CliContext): void {
  const command = group
    .command('set')
    .description(
      'Take what an introspection has found for what the node should have, or each node of a class',
    )
    .argument('<node>', NODE, readName)
    .argument(
      '[number]',
      'number of an introspection, see "inspector history" (default: the newest with data)',
      readCount,
    )
    .option('--class <name>', 'for all nodes of a resource class instead (default: for the node)', readText)
    .option(...JSON_OPTION);
  withServerOptions(command).action((node: string, number: number | undefined, options: BaselineOptions) =>
    run(options, context, async (client) => {
      const { signal } = context;
      const baseline = await client.baselines.set(node, {
        signal,
        ...(number === undefined ? {} : { number }),
        ...(options.class === undefined ? {} : { class: options.class }),
      });
      if (options.json === true) context.print(JSON.stringify(baseline, null, 2));
      else
        context.print(
          `Set for ${scopeText(baseline)}: introspection ${baseline.source.number} of node ${baseline.source.uuid}.`,
        );
    }),
  );
  explainStatuses(command, {
    0: 'it is set',
    1: `the node is unknown, no such introspection has data, ${LOST}`,
  });
}

function installShow(group: Command, context: CliContext): void {
  const command = group
    .command('show')
    .description('List the baselines there are: what they were taken from, and what they say')
    .option(...JSON_OPTION);
  withServerOptions(command).action((options: BaselineOptions) =>
    run(options, context, async (client) => {
      const found = await client.baselines.list({ signal: context.signal });
      if (options.json === true) context.print(JSON.stringify(found, null, 2));
      else for (const line of baselineTable(found)) context.print(line);
    }),
  );
  explainStatuses(command, {
    0: 'they are listed, also when there are none',
    1: 'the list could not be read',
  });
}

function installClear(group: Command, context: CliContext): void {
  const command = group
    .command('clear')
    .description('Forget the baseline of a node, or of a class')
    .argument('[node]', NODE, readName)
    .option(CLASS[0], `${CLASS[1]} instead (default: that of the node)`, readText);
  withServerOptions(command).action((node: string | undefined, options: BaselineOptions) => {
    if ((node === undefined) === (options.class === undefined)) {
      command.error('error: name either a node or, with --class, a class');
      return undefined;
    }
    const scope: BaselineScope =
      options.class === undefined ? { node: node ?? '' } : { class: options.class };
    return run(options, context, async (client) => {
      await client.baselines.clear(scope, { signal: context.signal });
      context.print('It is gone.');
    });
  });
  explainStatuses(command, { 0: 'it is gone', 1: `there is none, ${LOST}` });
}

function installCheck(group: Command, context: CliContext): void {
  const command = group
    .command('check')
    .description('Compare what was found last with the baseline that holds for a node now')
    .argument('<node>', NODE, readName)
    .option(...JSON_OPTION);
  withServerOptions(command).action((node: string, options: BaselineOptions) =>
    run(options, context, async (client) => {
      const check = await client.baselines.check(node, { signal: context.signal });
      if (options.json === true) context.print(JSON.stringify(check, null, 2));
      else for (const line of checkLines(node, check)) context.print(line);
      if (check.degraded) context.setExitCode(DEVIATES);
    }),
  );
  explainStatuses(command, {
    0: 'the hardware is as it should be',
    1: `no baseline holds for the node, nothing with data is kept of it, ${LOST}`,
    3: 'parts deviate',
  });
}
