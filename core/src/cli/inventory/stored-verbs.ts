import { type Command, Option } from 'commander';
import { readCount, readText } from '../arguments.js';
import type { CliContext } from '../context.js';
import { explainStatuses } from '../exit-status.js';
import type { ExportOptions, HistoryOptions } from './look.js';
import type { ImportOptions } from './import-options.js';
import type { RestoreOptions } from './store.js';
import type { MigrateOptions } from './migrate.js';

const FAILED = 'the inventory could not be read or written; what is stored is unchanged';

/** The verbs that work with the store which the configuration names. */
export function installStoredVerbs(inventory: Command, context: CliContext): void {
  installLooking(inventory, context);
  installStoring(inventory, context);
}

function installLooking(inventory: Command, context: CliContext): void {
  const exported = inventory
    .command('export')
    .description('Print the stored inventory')
    .addOption(
      new Option(
        '--document',
        'print the whole document, as OpenStack-Ansible keeps it (the default)',
      ).conflicts(['perHost', 'ansible']),
    )
    .addOption(
      new Option('--per-host', 'print hosts with their variables and groups; "import" reads it').conflicts(
        'ansible',
      ),
    )
    .option('--ansible', 'print what an inventory script prints')
    .option('--revision <revision>', 'print a former one (default: the newest)', readText)
    .action(async (options: ExportOptions) => (await import('./look.js')).exportStored(options, context));
  explainStatuses(exported, { 0: 'it is printed', 1: 'it could not be read' });

  const history = inventory
    .command('history')
    .description('List the revisions of the stored inventory, newest first: who wrote what and why')
    .option('--limit <number>', 'most revisions to list', readCount, 20)
    .option('--json', 'print JSON')
    // The option "--json" belongs to "inventory" too, which takes it.
    .action(async (_options: HistoryOptions, command: Command) =>
      (await import('./look.js')).history(command.optsWithGlobals<HistoryOptions>(), context),
    );
  explainStatuses(history, {
    0: 'the revisions are listed, also when there are none',
    1: 'they could not be read, or the backend keeps none',
  });

  const diff = inventory
    .command('diff')
    .description('Show what two revisions have different: names, never values')
    .argument('<a>', 'a revision, as "history" lists it', readText)
    .argument('[b]', 'another one; without it the newest', readText)
    .action(async (a: string, b: string | undefined) => (await import('./look.js')).diff(a, b, context));
  explainStatuses(diff, {
    0: 'the differences are printed, also when there are none',
    1: 'a revision could not be read',
  });

  const check = inventory
    .command('check')
    .description('Say whether the stored inventory, or one in a file, is valid; changes nothing')
    .argument('[file]', 'a file to check instead of the store; - is standard input', readText)
    .action(async (file: string | undefined) => (await import('./look.js')).check(file, context));
  explainStatuses(check, { 0: 'it is valid', 1: 'it is not, or could not be read' });
}

function installStoring(inventory: Command, context: CliContext): void {
  const imported = withWritingOptions(
    inventory
      .command('import')
      .description(
        'Store an inventory from a file: a document, an export host by host, or all versions in a backup archive',
      )
      .argument('<file>', 'the file; - is standard input', readText)
      .addOption(new Option('--replace', 'let it replace what is stored').conflicts('merge'))
      .option('--merge', 'add it to what is stored; nothing is removed')
      .option('--dry-run', 'write nothing, show what would change'),
  );
  imported.action(async (file: string, options: ImportOptions) => {
    if (!options.replace && !options.merge) imported.error('error: say --replace or --merge');
    await (await import('./store.js')).importFile(file, options, context);
  });
  explainStatuses(imported, { 0: 'it is stored, or was so already', 1: FAILED });

  const restore = withWritingOptions(
    inventory
      .command('restore')
      .description('Make a former revision the newest one; the history goes on')
      .argument('<revision>', 'as "history" lists it', readText)
      .option('--force', 'replace what is stored also where it cannot be read'),
  ).action(async (revision: string, options: RestoreOptions) =>
    (await import('./store.js')).restore(revision, options, context),
  );
  explainStatuses(restore, { 0: 'it is the newest one', 1: FAILED });

  const migrate = inventory
    .command('migrate')
    .description('Copy the inventory from one backend to another; the source is never changed')
    .requiredOption('--from <backend>', 'inventory backend to read, such as filesystem', readText)
    .requiredOption('--to <backend>', 'inventory backend to write, such as database', readText)
    .option('--with-history', 'copy all revisions, the oldest first')
    .option('--force', 'write also where the destination has another inventory')
    .action(async (options: MigrateOptions) => (await import('./migrate.js')).migrate(options, context));
  explainStatuses(migrate, {
    0: 'the destination has the same inventory',
    1: FAILED,
    2: 'what was read back is not what was written',
  });
}

const withWritingOptions = (command: Command): Command =>
  command
    .option(
      '--expected <revision>',
      'refuse unless this is the newest revision; none: nothing is stored (default: any)',
      readText,
    )
    .option('--author <who>', 'who wants it (default: the user of the system)', readText)
    .option('--reason <why>', 'why, for the history (default: nothing)', readText);
