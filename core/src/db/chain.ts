import { readdir } from 'node:fs/promises';
import { BASELINE, type Migration } from './migration.js';

const FOLDER = new URL('./migrations/', import.meta.url);
const FILE = /^[0-9a-f]{12}-[a-z0-9-]+\.(?:js|ts)$/;

/** A revision of ironic-inspector from before the one that is taken over. */
export interface OldRevision {
  readonly revision: string;
  readonly message: string;
}

/** Revisions of ironic-inspector that cannot be taken over, oldest first. */
export const OLD_REVISIONS: readonly OldRevision[] = [
  { revision: '578f84f38d', message: 'First tables of ironic-inspector' },
  { revision: 'd588418040d', message: 'Rules' },
  { revision: 'e169a4a81d88', message: 'Conditions of rules can be inverted' },
  { revision: 'd2e48801c8ef', message: 'State of an introspection' },
  { revision: 'd00d6e3f38c4', message: 'Times are dates instead of numbers' },
  { revision: '882b2d84cb1b', message: 'An attribute may belong to several nodes' },
  { revision: '18440d0834af', message: 'State aborting' },
  { revision: '2970d2d44edc', message: 'Whether boot is managed' },
  { revision: 'bf8dec16023c', message: 'Introspection data' },
];

const fileNames = async (): Promise<string[]> => (await readdir(FOLDER)).filter((name) => FILE.test(name));

/** The revisions that this program knows, in no order. None of the migrations is loaded for it. */
export const knownRevisions = async (): Promise<string[]> =>
  (await fileNames()).map((name) => name.slice(0, name.indexOf('-')));

async function readMigrations(): Promise<Migration[]> {
  const names = await fileNames();
  return Promise.all(
    names.map(async (name) => {
      const module = (await import(new URL(name, FOLDER).href)) as { readonly migration: Migration };
      return module.migration;
    }),
  );
}

/**
 * All migrations, oldest first: every file of `migrations/` named `<revision>-<words>` exports one, and each names
 * the one it comes after.
 *
 * @throws Error if they do not form one chain that begins with the tables of ironic-inspector
 */
export async function migrationChain(): Promise<readonly Migration[]> {
  const migrations = await readMigrations();
  const chain: Migration[] = [];
  for (let next = migrations.find(({ down }) => down === null); next !== undefined;) {
    chain.push(next);
    const { revision } = next;
    next = migrations.find(({ down }) => down === revision);
  }
  if (chain.length !== migrations.length || chain[0]?.revision !== BASELINE) {
    throw new Error('The migrations do not form one chain: two follow the same one, or one follows none.');
  }
  return chain;
}

/** The newest revision that this program knows. */
export async function newestRevision(): Promise<string> {
  return (await migrationChain()).at(-1)?.revision ?? BASELINE;
}
