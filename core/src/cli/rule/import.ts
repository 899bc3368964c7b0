import { ClientError } from '@inspector/client';
import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { explainStatuses } from '../exit-status.js';
import {
  reportingServerErrors,
  serverClient,
  serverErrorText,
  withServerOptions,
  type ServerOptions,
} from '../server-options.js';
import { confirmEveryMachine } from './every-machine.js';
import { inTermsOfFiles } from './located-rules.js';
import { readRuleFiles } from './rule-files.js';

interface ImportOptions extends ServerOptions {
  readonly replace?: boolean;
}

/** `inspector rule import`. */
export function installImport(group: Command, context: CliContext): void {
  const command = group
    .command('import')
    .description('Create the rules in JSON or YAML files, one rule or a list each: all of them or none')
    .argument('<file...>', 'files of rules; - is standard input')
    .option('--replace', 'let rules whose UUID exists take the place of the old ones');
  withServerOptions(command).action((files: string[], options: ImportOptions) =>
    reportingServerErrors(context, () => importFiles(files, options, context)),
  );
  explainStatuses(command, {
    0: 'all rules are there',
    1: 'none was created; the first that is wrong is named',
  });
}

async function importFiles(
  files: readonly string[],
  options: ImportOptions,
  context: CliContext,
): Promise<void> {
  const { rules, text, notes } = await readRuleFiles(files, context);
  notes.forEach((note) => context.warn(note));
  await confirmEveryMachine(rules, context, files.includes('-'));
  const client = serverClient(options, context);
  const { signal } = context;
  try {
    const created = await client.rules.import(text, { signal, replace: options.replace === true });
    for (const { uuid, description } of created) context.print(`${uuid}  ${description ?? ''}`.trimEnd());
    context.warn(created.length === 1 ? '1 rule imported' : `${String(created.length)} rules imported`);
  } catch (error) {
    if (!(error instanceof ClientError) || error.status === undefined) throw error;
    context.warn(inTermsOfFiles(serverErrorText(error), rules));
    context.setExitCode(1);
  }
}
