import type { Command } from 'commander';
import { readText } from './arguments.js';
import type { CliContext, CommandInstaller } from './context.js';
import type { RevisionOptions } from './dbsync/revision-commands.js';
import { explainStatuses } from './exit-status.js';

const commands = () => import('./dbsync/revision-commands.js');

type WithRevision = { readonly revision: string };
const REVISION = '--revision <revision>';
const WHICH = 'its name, the first four characters of it, or head';

function installReaders(dbsync: Command, context: CliContext): void {
  const current = dbsync
    .command('current')
    .description('Print the revision of the database; nothing for an empty one')
    .action(async () => (await commands()).printCurrent(context));
  explainStatuses(current, {
    0: 'the revision is printed',
    1: 'the database cannot be reached, or its revision is not known',
  });
  const history = dbsync
    .command('history')
    .description('Print all revisions, newest first')
    .action(async () => (await commands()).printHistory(context));
  const heads = dbsync
    .command('heads')
    .description('Print the newest revision there is')
    .action(async () => (await commands()).printHead(context));
  const branches = dbsync
    .command('branches')
    .description('Print where the chain of revisions forks; there is never such a place')
    .action(() => undefined);
  for (const command of [history, heads, branches]) explainStatuses(command, { 0: 'always', 1: 'never' });
  const show = dbsync
    .command('show')
    .description('Print one revision')
    .requiredOption(REVISION, WHICH)
    .action(async (options: WithRevision) => (await commands()).showRevision(context, options.revision));
  explainStatuses(show, { 0: 'the revision is printed', 1: 'there is no such revision' });
}

/** `inspector dbsync …`: looks after the schema of the database. */
export const installDbsync: CommandInstaller = (program, context) => {
  const dbsync = program
    .command('dbsync')
    .description('Look after the schema of the database')
    .configureHelp({ showGlobalOptions: true });
  const upgrading = dbsync
    .command('upgrade')
    .description('Create the schema, take over a database of ironic-inspector, or apply what is missing')
    .option(REVISION, `stop there: ${WHICH}`, 'head')
    .action(async (options: WithRevision) => (await commands()).upgrade(context, options.revision));
  explainStatuses(upgrading, {
    0: 'the database is at the revision, or at a later one',
    1: 'the upgrade failed; each revision is applied as a whole or not at all',
  });
  const stamping = dbsync
    .command('stamp')
    .description('Record that the database is at a revision, without changing its tables')
    .requiredOption(REVISION, WHICH)
    .action(async (options: WithRevision) => (await commands()).stamp(context, options.revision));
  explainStatuses(stamping, {
    0: 'the revision is recorded',
    1: 'there is no such revision, or no database',
  });
  installReaders(dbsync, context);
  const revising = dbsync
    .command('revision')
    .description('For developers: write the file of a new revision')
    .requiredOption('-m, --message <text>', 'what the revision changes', readText)
    .option('--autogenerate', 'begin with statements for the differences between the models and the database')
    .option('--folder <folder>', 'where the file goes (default: the migrations of this checkout)', readText)
    .action(async (options: RevisionOptions) => (await commands()).revision(context, options));
  explainStatuses(revising, { 0: 'the file is written', 1: 'the file could not be written' });
};
