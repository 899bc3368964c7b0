import { timeColumn, type Dialect } from '../dialect.js';
import { currentRevision } from '../migrator.js';
import type { Row, Session, SqlValue, Store } from '../session.js';
import { now } from '../timestamp.js';
import { FORMAT, type BackupHeader } from './archive.js';
import { ArchiveWriter } from './archive-writer.js';
import { tableForms, type TableForm } from './table-forms.js';
import { archived } from './values.js';

/** What was written. */
export interface Exported {
  readonly header: BackupHeader;
  readonly rows: Readonly<Record<string, number>>;
  /** Of the file. */
  readonly bytes: number;
}

/** Rows that are read at once: of tables with data of ramdisks, which have megabytes, and of others. */
const [FEW, MANY] = [10, 1000];
const LONG_TABLES = new Set([
  'introspection_data',
  'inspector_kept_posts',
  'inspector_history',
  'inspector_inventory_revisions',
  'inspector_baselines',
]);

/**
 * Begins to read one moment of a database, whatever is written meanwhile. Servers must not end it because a disk is slow. What MySQL
 * takes for a comment only MariaDB reads.
 */
const SNAPSHOT: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: ['BEGIN'],
  mysql: [
    "SET SESSION sql_mode = 'TRADITIONAL' /*M!100300 , SESSION idle_transaction_timeout = 0 */",
    'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
    'START TRANSACTION WITH CONSISTENT SNAPSHOT',
  ],
  postgres: [
    'SET idle_in_transaction_session_timeout = 0',
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  ],
};

/**
 * Writes all rows of a database that is at the newest revision into a file, as they are at one moment. Whoever works on the
 * database goes on.
 *
 * @param file - absolute path
 * @throws `INSP_FILE_FAILED`, `INSP_DB_*`; no file is left then
 */
export async function exportDatabase(
  store: Store,
  {
    file,
    program,
    signal,
  }: { readonly file: string; readonly program: string; readonly signal: AbortSignal },
): Promise<Exported> {
  const header: BackupHeader = {
    ...{ format: FORMAT, version: 1, program, created_at: now(), database: store.dialect },
    revision: (await currentRevision(store))?.revision ?? '',
  };
  return store.read(async (session) => {
    // Anew in each attempt: one that lost its connection saw another moment.
    const writer = new ArchiveWriter(file);
    try {
      for (const statement of SNAPSHOT[session.dialect]) await session.run(statement);
      await writer.add(header);
      const rows: Record<string, number> = {};
      for (const form of tableForms()) rows[form.table] = await exportTable(session, form, writer, signal);
      await session.run('COMMIT');
      return { header, rows, bytes: await writer.finish({ rows }) };
    } catch (error) {
      await writer.discard();
      throw error;
    }
  });
}

async function exportTable(
  session: Session,
  form: TableForm,
  writer: ArchiveWriter,
  signal: AbortSignal,
): Promise<number> {
  const { table, columns, key } = form;
  const names = columns.map(({ name, kind }) =>
    kind === 'time' ? `${timeColumn(session.dialect, name)} AS ${name}` : name,
  );
  const limit = LONG_TABLES.has(table) ? FEW : MANY;
  const order = `ORDER BY ${key.join(', ')} LIMIT ${String(limit)}`;
  await writer.add(form);
  let count = 0;
  let last: Row | undefined;
  do {
    signal.throwIfAborted();
    const { where, parameters } = behind(last, key);
    const page = await session.all(`SELECT ${names.join(', ')} FROM ${table}${where} ${order}`, parameters);
    for (const row of page) await writer.add(columns.map(({ name, kind }) => archived(row[name], kind)));
    count += page.length;
    last = page.length < limit ? undefined : page.at(-1);
  } while (last !== undefined);
  return count;
}

/** The condition of the rows behind one: `a > ? OR (a = ? AND b > ?)`. */
function behind(
  row: Row | undefined,
  key: readonly string[],
): { readonly where: string; readonly parameters: SqlValue[] } {
  if (row === undefined) return { where: '', parameters: [] };
  const parts = key.map((name, at) =>
    [...key.slice(0, at).map((one) => `${one} = ?`), `${name} > ?`].join(' AND '),
  );
  return {
    where: ` WHERE ${parts.map((part) => `(${part})`).join(' OR ')}`,
    parameters: key.flatMap((_name, at) => key.slice(0, at + 1).map((one) => row[one] as SqlValue)),
  };
}
