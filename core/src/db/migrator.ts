import type { Umzug } from 'umzug';
import { InspectorError } from '@inspector/plugin-api';
import { knownRevisions, migrationChain } from './chain.js';
import { BASELINE, type Migration } from './migration.js';
import {
  appliedOf,
  type AppliedRevisions,
  checkRevisions,
  ensureRevisionsTable,
  markApplied,
  readRevisions,
  REVISIONS_TABLE,
} from './revisions.js';
import type { Session, Store } from './session.js';

/** Any number: whoever upgrades a PostgreSQL database of Inspector takes the lock of this one. */
const POSTGRES_LOCK = 5_105_050;
/** Names of locks belong to the whole server and have at most 64 characters. */
const MYSQL_LOCK = `LEFT(CONCAT('inspector-', DATABASE()), 64)`;
/** Seconds an upgrade waits for another one. */
const LOCK_WAIT = 600;

/** Runs work while no other process changes the schema; as one transaction where the database can. */
function exclusively<T>(store: Store, work: (session: Session) => Promise<T>): Promise<T> {
  const exclusive = async (session: Session): Promise<T> => {
    if (session.dialect === 'postgres') {
      await session.all(`SELECT pg_advisory_xact_lock(${POSTGRES_LOCK})`);
    }
    if (session.dialect !== 'mysql') return work(session);
    const [lock] = await session.all(`SELECT GET_LOCK(${MYSQL_LOCK}, ${LOCK_WAIT}) AS taken`);
    if (Number(lock?.['taken']) !== 1)
      throw new Error(
        'Another upgrade of the database has not ended. Wait for it or stop it, then try again.',
      );
    try {
      return await work(session);
    } finally {
      await session.all(`SELECT RELEASE_LOCK(${MYSQL_LOCK})`);
    }
  };
  return store.transaction(exclusive, { unlimited: true });
}

/** Loads umzug, which only a database that lacks something needs. */
async function umzug(
  session: Session,
  chain: readonly Migration[],
  applied: (migration: Migration) => void,
): Promise<Umzug<Session>> {
  const { Umzug } = await import('umzug');
  return new Umzug<Session>({
    context: session,
    logger: undefined,
    migrations: chain.map((migration) => ({
      name: migration.revision,
      up: async () => {
        await migration.up(session);
        applied(migration);
      },
    })),
    storage: {
      executed: async () => appliedOf(await readRevisions(session), chain).map(({ revision }) => revision),
      logMigration: ({ name }) => markApplied(session, name),
      unlogMigration: ({ name }) => Promise.reject(new Error(`Revision ${name} cannot be undone.`)),
    },
  });
}

/**
 * Brings the schema to a revision: makes it in an empty database, takes over one of ironic-inspector, adds what is
 * missing to one of our own. Safe to repeat, and for several processes at once.
 *
 * @param options.to the revision to stop at; default the newest
 * @param options.applied called for every migration when it is done
 * @throws InspectorError `INSP_DB_TOO_OLD`, `INSP_DB_UNKNOWN_REVISION`
 */
export async function upgradeSchema(
  store: Store,
  options: { readonly to?: string; readonly applied?: (migration: Migration) => void } = {},
): Promise<void> {
  const chain = await migrationChain();
  await exclusively(store, async (session) => {
    const before = await readRevisions(session);
    checkRevisions(before, chain);
    const done = appliedOf(before, chain);
    if (done.length === chain.length || done.some(({ revision }) => revision === options.to)) return;
    await ensureRevisionsTable(session);
    const runner = await umzug(session, chain, options.applied ?? (() => undefined));
    await runner.up(options.to === undefined ? undefined : { to: options.to });
  });
}

/**
 * Says that the database is at a revision without changing its tables.
 *
 * @throws Error if the chain has no such revision
 */
export async function stampSchema(store: Store, revision: string): Promise<void> {
  const chain = await migrationChain();
  const last = chain.findIndex((migration) => migration.revision === revision);
  if (last < 0) throw new Error(`Can't locate revision identified by '${revision}'`);
  await exclusively(store, async (session) => {
    await ensureRevisionsTable(session);
    const { alembic } = await readRevisions(session);
    await session.run(`DELETE FROM ${REVISIONS_TABLE}`);
    for (const migration of chain.slice(0, last + 1)) {
      if (migration.down !== null || alembic !== migration.revision) {
        await markApplied(session, migration.revision);
      }
    }
  });
}

/** The newest revision applied, undefined in an empty database. */
export async function currentRevision(store: Store): Promise<Migration | undefined> {
  const chain = await migrationChain();
  const applied = await store.read(readRevisions);
  checkRevisions(applied, chain);
  return appliedOf(applied, chain).at(-1);
}

/**
 * Refuses a database whose schema is not the newest.
 *
 * @throws InspectorError `INSP_DB_NOT_UPGRADED`, `INSP_DB_TOO_OLD`, `INSP_DB_UNKNOWN_REVISION`
 */
export async function requireNewestSchema(store: Store): Promise<void> {
  const applied = await store.read(readRevisions);
  if (isNewest(applied, await knownRevisions())) return;
  const chain = await migrationChain();
  checkRevisions(applied, chain);
  const missing = chain.length - appliedOf(applied, chain).length;
  if (missing === 0) return;
  throw new InspectorError(
    'INSP_DB_NOT_UPGRADED',
    `The database lacks ${missing} of ${chain.length} revisions of the schema. Run: inspector dbsync upgrade`,
  );
}

/** Whether exactly these revisions are applied. */
const isNewest = ({ alembic = '', own }: AppliedRevisions, known: readonly string[]): boolean =>
  alembic === BASELINE &&
  own.size === known.length - 1 &&
  known.every((one) => one === alembic || own.has(one));
