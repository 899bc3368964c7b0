import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InspectorError } from '@inspector/plugin-api';
import { migrationChain, OLD_REVISIONS } from '../../db/chain.js';
import { BASELINE, type Migration } from '../../db/migration.js';
import { requireNewestSchema, stampSchema, upgradeSchema } from '../../db/migrator.js';
import { openStore } from '../../db/open-store.js';
import { appliedOf, readRevisions } from '../../db/revisions.js';
import type { Store } from '../../db/session.js';
import type { CliContext } from '../context.js';

/** Options of `inspector dbsync revision`. */
export interface RevisionOptions {
  readonly message: string;
  readonly autogenerate?: boolean;
  readonly folder?: string;
}

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
  const { database: config } = await context.loadConfig('database');
  const log = { warn: (message: string) => context.warn(message) };
  const store = await openStore({ config, cwd: context.cwd, log, create });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Brings the database to a revision, and prints each step. */
export async function upgrade(context: CliContext, name: string): Promise<void> {
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

/** Records a revision without changing any table. */
export async function stamp(context: CliContext, name: string): Promise<void> {
  const target = await reachable(context, name);
  if (target === undefined) return;
  await withStore(context, true, (store) => stampSchema(store, target.revision));
}

/** Prints the revision the database is at. */
export async function printCurrent(context: CliContext): Promise<void> {
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

/** Prints all revisions, newest first. */
export async function printHistory(context: CliContext): Promise<void> {
  const chain = await wholeChain();
  for (const { revision, down, message } of [...chain].reverse()) {
    const head = revision === chain.at(-1)?.revision ? ' (head)' : '';
    context.print(`${down ?? '<base>'} -> ${revision}${head}, ${message}`);
  }
}

/** Prints one revision. */
export async function showRevision(context: CliContext, name: string): Promise<void> {
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

/** Writes the file of a new revision. */
export async function revision(context: CliContext, options: RevisionOptions): Promise<void> {
  const { writeRevision } = await import('../../db/new-revision.js');
  const { compareSchema } = await import('../../db/schema-difference.js');
  if (options.autogenerate) await withStore(context, false, requireNewestSchema);
  const compared = options.autogenerate
    ? await compareSchema((await context.loadConfig('database')).database, context.cwd)
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

/** Prints the newest revision there is. */
export async function printHead(context: CliContext): Promise<void> {
  context.print(`${(await migrationChain()).at(-1)?.revision} (head)`);
}
