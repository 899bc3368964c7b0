import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { migrationChain, OLD_REVISIONS } from '../db/chain.js';
import { BASELINE, type Migration } from '../db/migration.js';
import { requireNewestSchema, stampSchema, upgradeSchema } from '../db/migrator.js';
import { openStore } from '../db/open-store.js';
import { appliedOf, readRevisions } from '../db/revisions.js';
import type { Store } from '../db/session.js';
import { InspectorError } from '@inspector/plugin-api';
import { readText } from './arguments.js';
import type { CliContext, CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';

interface Named {
  readonly revision: string;
  readonly down: string | null;
  readonly message: string;
  readonly created?: string;
}

/** All revisions, oldest first, those of ironic-inspector from before the take-over included. */
async function wholeChain(): Promise<readonly Named[]> {
  const old = OLD_REVISIONS.map((entry, index) => ({
    ...entry,
    down: OLD_REVISIONS[index - 1]?.revision ?? null,
  }));
  const chain = await migrationChain();
  const lastOld = old.at(-1)?.revision ?? null;
  return [...old, ...chain.map((entry) => ({ ...entry, down: entry.down ?? lastOld }))];
}

/** Finds a revision by its name, the beginning of it, or `head`. */
function locate<T extends { readonly revision: string }>(chain: readonly T[], name: string): T | undefined {
  if (name === 'head' || name === 'heads') return chain.at(-1);
  const found = chain.filter(({ revision }) => name.length >= 4 && revision.startsWith(name));
  return chain.find(({ revision }) => revision === name) ?? (found.length === 1 ? found[0] : undefined);
}

function missing(context: CliContext, name: string): void {
  context.warn(`Can't locate revision identified by '${name}'`);
  context.warn('"inspector dbsync history" lists all revisions; four characters of a name are enough.');
  context.setExitCode(1);
}

/** A revision that can be reached; says why not otherwise. */
async function reachable(context: CliContext, name: string): Promise<Migration | undefined> {
  const found = locate(await migrationChain(), name);
  if (found !== undefined) return found;
  if (locate(OLD_REVISIONS, name) === undefined) {
    missing(context, name);
  } else {
    context.warn(`Revision ${name} comes before ${BASELINE}, the first one that Inspector works with.`);
    context.setExitCode(1);
  }
  return undefined;
}

async function withStore<T>(
  context: CliContext,
  create: boolean,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const { database: config } = await context.loadConfig();
  const log = { warn: (message: string) => context.warn(message) };
  const store = await openStore({ config, cwd: context.cwd, log, create });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function upgrade(context: CliContext, name: string): Promise<void> {
  const target = await reachable(context, name);
  if (target === undefined) return;
  await withStore(context, true, (store) =>
    upgradeSchema(store, {
      to: target.revision,
      applied: ({ down, revision, message }) =>
        context.print(`Upgraded ${down ?? '<base>'} -> ${revision}, ${message}`),
    }),
  );
}

async function stamp(context: CliContext, name: string): Promise<void> {
  const target = await reachable(context, name);
  if (target === undefined) return;
  await withStore(context, true, (store) => stampSchema(store, target.revision));
}

async function printCurrent(context: CliContext): Promise<void> {
  const chain = await migrationChain();
  const applied = await withStore(context, false, (store) => store.read(readRevisions));
  const known = new Set([...chain, ...OLD_REVISIONS].map(({ revision }) => revision));
  const unknown = [applied.alembic, ...applied.own].find((name) => name !== undefined && !known.has(name));
  if (unknown !== undefined) {
    context.warn(`Can't locate revision identified by '${unknown}', at which the database is`);
    context.warn('A newer version has upgraded it: run that version, or restore a backup from before.');
    context.setExitCode(1);
    return;
  }
  const newest = appliedOf(applied, chain).at(-1)?.revision ?? applied.alembic;
  if (newest !== undefined) context.print(`${newest}${newest === chain.at(-1)?.revision ? ' (head)' : ''}`);
}

async function printHistory(context: CliContext): Promise<void> {
  const chain = await wholeChain();
  for (const { revision, down, message } of [...chain].reverse()) {
    const head = revision === chain.at(-1)?.revision ? ' (head)' : '';
    context.print(`${down ?? '<base>'} -> ${revision}${head}, ${message}`);
  }
}

async function showRevision(context: CliContext, name: string): Promise<void> {
  const chain = await wholeChain();
  const found = locate(chain, name);
  if (found === undefined) {
    missing(context, name);
    return;
  }
  context.print(`Rev: ${found.revision}${found === chain.at(-1) ? ' (head)' : ''}`);
  context.print(`Parent: ${found.down ?? '<base>'}`);
  if (found.created !== undefined) context.print(`Created: ${found.created}`);
  context.print();
  context.print(`    ${found.message}`);
}

async function revision(context: CliContext, options: RevisionOptions): Promise<void> {
  const { writeRevision } = await import('../db/new-revision.js');
  const { compareSchema } = await import('../db/schema-difference.js');
  if (options.autogenerate) await withStore(context, false, requireNewestSchema);
  const compared = options.autogenerate
    ? await compareSchema((await context.loadConfig()).database, context.cwd)
    : [];
  for (const { what } of compared) context.print(`Found: ${what}`);
  const folder = options.folder === undefined ? undefined : existingFolder(options.folder, context);
  context.print(`Written: ${await writeRevision(options.message, compared, folder)}`);
}

function existingFolder(name: string, { cwd }: CliContext): string {
  const folder = resolve(cwd, name);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new InspectorError('INSP_FILE_FAILED', `--folder: there is no folder ${folder}`);
}

interface RevisionOptions {
  readonly message: string;
  readonly autogenerate?: boolean;
  readonly folder?: string;
}

type WithRevision = { readonly revision: string };
const REVISION = '--revision <revision>';
const WHICH = 'its name, the first four characters of it, or head';

function installReaders(dbsync: Command, context: CliContext): void {
  const current = dbsync
    .command('current')
    .description('Print the revision of the database; nothing for an empty one')
    .action(() => printCurrent(context));
  explainStatuses(current, {
    0: 'it is printed',
    1: 'the database cannot be reached, or its revision is not known',
  });
  const history = dbsync
    .command('history')
    .description('Print all revisions, newest first')
    .action(() => printHistory(context));
  const heads = dbsync
    .command('heads')
    .description('Print the newest revision there is')
    .action(async () => context.print(`${(await migrationChain()).at(-1)?.revision} (head)`));
  const branches = dbsync
    .command('branches')
    .description('Print where the chain of revisions forks; it never does')
    .action(() => undefined);
  for (const command of [history, heads, branches]) explainStatuses(command, { 0: 'always', 1: 'never' });
  const show = dbsync
    .command('show')
    .description('Print one revision')
    .requiredOption(REVISION, WHICH)
    .action((options: WithRevision) => showRevision(context, options.revision));
  explainStatuses(show, { 0: 'it is printed', 1: 'there is no such revision' });
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
    .action((options: WithRevision) => upgrade(context, options.revision));
  explainStatuses(upgrading, {
    0: 'the database is there, or beyond',
    1: 'it could not be brought there; each revision is applied whole or not at all',
  });
  const stamping = dbsync
    .command('stamp')
    .description('Say that the database is at a revision, without changing its tables')
    .requiredOption(REVISION, WHICH)
    .action((options: WithRevision) => stamp(context, options.revision));
  explainStatuses(stamping, { 0: 'it is recorded', 1: 'there is no such revision, or no database' });
  installReaders(dbsync, context);
  const revising = dbsync
    .command('revision')
    .description('For developers: write the file of a new revision')
    .requiredOption('-m, --message <text>', 'what it changes', readText)
    .option('--autogenerate', 'begin with what the database lacks of the models')
    .option('--folder <folder>', 'where the file goes (default: the migrations of this checkout)', readText)
    .action((options: RevisionOptions) => revision(context, options));
  explainStatuses(revising, { 0: 'the file is written', 1: 'it is not' });
};
