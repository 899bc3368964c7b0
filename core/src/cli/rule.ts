import type { InspectorClient } from '@inspector/client';
import type { Command } from 'commander';
import { stringify } from 'lossless-json';
import { each, readName } from './arguments.js';
import type { CliContext, CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import { writeOutput } from './files.js';
import { installExplain } from './rule/explain.js';
import { installImport } from './rule/import.js';
import { ruleLines, ruleOf } from './rule/rule-text.js';
import {
  reportingServerErrors,
  serverClient,
  withServerOptions,
  type ServerOptions,
} from './server-options.js';
import { tableLines } from './table.js';

/** `inspector rule import|export|list|show|delete|explain`. */
export const installRule: CommandInstaller = (program, context) => {
  const group = program
    .command('rule')
    .description('Work with introspection rules through the API of a server');
  installImport(group, context);
  installExport(group, context);
  installList(group, context);
  installShow(group, context);
  installDelete(group, context);
  installExplain(group, context);
};

/** What a command works with once the options are read. */
interface Work {
  readonly client: InspectorClient;
  readonly context: CliContext;
}

function run(
  options: ServerOptions,
  context: CliContext,
  work: (work: Work) => Promise<void>,
): Promise<void> {
  return reportingServerErrors(context, () => work({ client: serverClient(options, context), context }));
}

function installExport(group: Command, context: CliContext): void {
  const command = group
    .command('export')
    .description('Write rules as JSON that can be imported again: the named ones, or all')
    .argument('[uuid...]', 'UUIDs of rules', each(readName))
    .option('--file <file>', 'write to a file instead of standard output');
  withServerOptions(command).action(
    (uuids: string[] | undefined, options: ServerOptions & { file?: string }) =>
      run(options, context, (work) => exportRules(uuids ?? [], options.file, work)),
  );
  explainStatuses(command, {
    0: 'all rules are written',
    1: 'a sensitive rule was left out, or nothing was written',
  });
}

async function exportRules(
  uuids: readonly string[],
  file: string | undefined,
  { client, context }: Work,
): Promise<void> {
  const { signal } = context;
  const asked = uuids.length > 0 ? uuids : (await client.rules.list({ signal })).map(({ uuid }) => uuid);
  const rules: unknown[] = [];
  for (const uuid of asked) {
    const rule = ruleOf(await client.rules.getText(uuid, { signal }));
    if (rule['sensitive'] !== true) rules.push(rule);
    else {
      context.warn(`Rule ${uuid} is left out: it is sensitive, so the server does not show what it does`);
      context.setExitCode(1);
    }
  }
  const text = stringify(rules, undefined, 2) ?? '[]';
  if (file === undefined) context.print(text);
  else await writeOutput(file, `${text}\n`, context.cwd);
}

function installList(group: Command, context: CliContext): void {
  const command = group
    .command('list')
    .description('List rules in the order they were created')
    .option('--json', 'print JSON');
  withServerOptions(command).action((options: ServerOptions & { json?: boolean }) =>
    run(options, context, async ({ client }) => {
      const rules = await client.rules.list({ signal: context.signal });
      if (options.json === true) {
        const shown = rules.map(({ uuid, description, scope }) => ({ uuid, description, scope }));
        context.print(JSON.stringify(shown, null, 2));
        return;
      }
      const rows = rules.map(({ uuid, description, scope }) => [uuid, scope ?? '', description ?? '']);
      for (const line of tableLines(['UUID', 'SCOPE', 'DESCRIPTION'], rows)) context.print(line);
    }),
  );
  explainStatuses(command, { 0: 'the list is complete', 1: 'it could not be read' });
}

function installShow(group: Command, context: CliContext): void {
  const command = group
    .command('show')
    .description('Show a rule')
    .argument('<uuid>', 'UUID of the rule', readName)
    .option('--json', 'print JSON');
  withServerOptions(command).action((uuid: string, options: ServerOptions & { json?: boolean }) =>
    run(options, context, async ({ client }) => {
      const text = await client.rules.getText(uuid, { signal: context.signal });
      if (options.json === true) context.print(stringify(ruleOf(text), undefined, 2));
      else for (const line of ruleLines(text)) context.print(line);
    }),
  );
  explainStatuses(command, { 0: 'the rule is shown', 1: 'there is no such rule, or it could not be read' });
}

function installDelete(group: Command, context: CliContext): void {
  const command = group
    .command('delete')
    .description('Delete rules: some by UUID (each must exist), or all')
    .argument('[uuid...]', 'UUIDs of rules', each(readName))
    .option('--all', 'delete all rules');
  withServerOptions(command).action((uuids: string[] = [], options: ServerOptions & { all?: boolean }) => {
    const isAll = options.all === true;
    if (isAll === uuids.length > 0) {
      command.error('error: say which rules to delete: either their UUIDs or --all');
    }
    return run(options, context, async ({ client }) => {
      const { signal } = context;
      if (isAll) return client.rules.deleteAll({ signal });
      const asked = [...new Set(uuids)];
      // A mistyped one is found before the others are gone.
      for (const uuid of asked) await client.rules.getText(uuid, { signal });
      for (const uuid of asked) await client.rules.delete(uuid, { signal });
    });
  });
  explainStatuses(command, {
    0: 'the rules were deleted',
    1: 'there is no rule with one of the UUIDs; none was deleted',
  });
}
