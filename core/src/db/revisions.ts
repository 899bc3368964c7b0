import { InspectorError } from '@inspector/plugin-api';
import { hasTable } from './catalogue.js';
import { OLD_REVISIONS } from './chain.js';
import { BASELINE, type Migration } from './migration.js';
import type { Session } from './session.js';

/** What a database says about its revisions. */
export interface AppliedRevisions {
  /** The revision of ironic-inspector's tables; undefined in an empty database. */
  readonly alembic: string | undefined;
  /** Revisions of our own that were applied, in no order. */
  readonly own: ReadonlySet<string>;
  /** Whether there are tables of ironic-inspector without a word about their revision. */
  readonly unmarked: boolean;
}

/** The table that records revisions after the one of ironic-inspector, whose own record stays as it is. */
export const REVISIONS_TABLE = 'inspector_revisions';

/** Reads which revisions a database is at; changes nothing. */
export async function readRevisions(session: Session): Promise<AppliedRevisions> {
  const alembic = (await hasTable(session, 'alembic_version'))
    ? await session.all('SELECT version_num FROM alembic_version')
    : [];
  const marked = await hasTable(session, REVISIONS_TABLE);
  const own = marked ? await session.all(`SELECT revision FROM ${REVISIONS_TABLE}`) : [];
  const version = alembic[0]?.['version_num'];
  return {
    alembic: version === undefined ? undefined : String(version),
    own: new Set(own.map((row) => String(row['revision']))),
    // MySQL cannot undo an upgrade that broke off; ours is known by the table it makes first.
    unmarked: version === undefined && !marked && (await hasTable(session, 'nodes')),
  };
}

/**
 * Refuses databases that an upgrade must not touch.
 *
 * @throws InspectorError `INSP_DB_TOO_OLD` for older revisions of ironic-inspector, `INSP_DB_UNKNOWN_REVISION` for
 *   revisions nobody here knows; the last sentence says what to do
 */
export function checkRevisions(applied: AppliedRevisions, chain: readonly Migration[]): void {
  const { alembic, own, unmarked } = applied;
  if (unmarked) {
    throw new InspectorError(
      'INSP_DB_UNKNOWN_REVISION',
      'The database has tables of ironic-inspector but does not say at which revision they are. ' +
        `If they are at the newest one, say so with: inspector dbsync stamp --revision ${BASELINE}`,
    );
  }
  if (OLD_REVISIONS.some(({ revision }) => revision === alembic)) {
    throw new InspectorError(
      'INSP_DB_TOO_OLD',
      `The database is at revision ${alembic} of ironic-inspector; only its newest one, ${BASELINE}, can be taken ` +
        'over. Bring it there with ironic-inspector 11 (ironic-inspector-dbsync upgrade), then run: ' +
        'inspector dbsync upgrade',
    );
  }
  const known = new Set(chain.map(({ revision }) => revision));
  const unknown = [...(alembic === undefined ? [] : [alembic]), ...own].find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new InspectorError(
      'INSP_DB_UNKNOWN_REVISION',
      `The database is at revision ${unknown}, which this version of Inspector does not know. ` +
        'A newer version has upgraded it: run that version, or restore a backup from before.',
    );
  }
}

/** The migrations that are applied, oldest first. */
export function appliedOf(applied: AppliedRevisions, chain: readonly Migration[]): readonly Migration[] {
  return chain.filter(({ revision, down }) =>
    down === null ? applied.alembic === revision : applied.own.has(revision),
  );
}

/** Records that a migration has been applied. */
export async function markApplied(session: Session, revision: string): Promise<void> {
  if (revision === BASELINE) {
    if (!(await hasTable(session, 'alembic_version'))) {
      await session.run(
        `CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,
          CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))`,
      );
    }
    await session.run('DELETE FROM alembic_version');
    await session.run('INSERT INTO alembic_version (version_num) VALUES (?)', [revision]);
    return;
  }
  await session.run(`INSERT INTO ${REVISIONS_TABLE} (revision) VALUES (?)`, [revision]);
}

/** Makes the table of our own revisions where it is not there yet. */
export async function ensureRevisionsTable(session: Session): Promise<void> {
  if (await hasTable(session, REVISIONS_TABLE)) return;
  await session.run(
    `CREATE TABLE ${REVISIONS_TABLE} (revision VARCHAR(32) NOT NULL, PRIMARY KEY (revision))`,
  );
}
