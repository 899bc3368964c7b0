import { InspectorError } from '@inspector/plugin-api';
import { hasColumn, hasTable } from '../catalogue.js';
import { markRows } from '../dialect.js';
import { currentRevision, upgradeSchema } from '../migrator.js';
import type { Session, SqlValue, Store } from '../session.js';
import { readArchive } from './archive-reader.js';
import { tableForms, type TableForm } from './table-forms.js';
import { restored, type ArchivedValue } from './values.js';
import type { VerifiedArchive } from './verify-archive.js';

/** What was restored. */
export interface Imported {
  readonly rows: number;
  /** Rows whose node or rule is not there any more, which databases of ironic-inspector may have: they were left out. */
  readonly orphans: number;
}

/** How a backup is restored. */
export interface ImportOptions {
  /** Absolute path. */
  readonly file: string;
  /** What is in the file. */
  readonly archive: VerifiedArchive;
  /** true: what is in the database is replaced. */
  readonly force: boolean;
  /** How the database is called in messages. */
  readonly where: string;
  readonly signal: AbortSignal;
}

/** Rows that are written at once, and characters of them. */
const [MOST_ROWS, MOST_CHARACTERS] = [200, 1_000_000];

/**
 * Puts the rows of a backup into a database, all of them or none, and brings it to the newest revision. The caller has seen to it that
 * nobody else works on it.
 *
 * @throws `INSP_BAD_REQUEST` where there is something in it already, `INSP_FILE_FAILED`, `INSP_DB_*`
 */
export async function importDatabase(store: Store, options: ImportOptions): Promise<Imported> {
  const { archive, where, force } = options;
  const isFresh = (await currentRevision(store)) === undefined;
  if (!archive.isNewest && !isFresh) {
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      `The backup is older than the tables in ${where}. Restore it into a database without tables: its own are made, and brought to the newest revision.`,
    );
  }
  await upgradeSchema(store, isFresh ? { to: archive.header.revision } : {});
  const filled = await firstFilled(store);
  if (filled !== undefined && !force) {
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      `There is something in ${where} already (table ${filled}). --force replaces all that is in it by the backup.`,
    );
  }
  const imported = await store.transaction((session) => fill(session, options), { unlimited: true });
  await upgradeSchema(store);
  return imported;
}

/** Tables that hold numbers only, which an empty database may have, too. */
const COUNTERS = new Set(['inspector_counters', 'inspector_inventory_heads']);

async function firstFilled(store: Store): Promise<string | undefined> {
  for (const { table } of tableForms()) {
    if (COUNTERS.has(table)) continue;
    const rows = await store.read(async (session) =>
      (await hasTable(session, table)) ? session.all(`SELECT 1 AS one FROM ${table} LIMIT 1`) : [],
    );
    if (rows.length > 0) return table;
  }
  return undefined;
}

async function fill(session: Session, { file, signal }: ImportOptions): Promise<Imported> {
  for (const { table } of tableForms().reverse()) {
    if (await hasTable(session, table)) await session.run(`DELETE FROM ${table}`);
  }
  const keys = new Map<string, Set<string>>();
  let [filler, rows, orphans]: [TableFiller | undefined, number, number] = [undefined, 0, 0];
  for await (const line of readArchive(file)) {
    signal.throwIfAborted();
    if (line.kind === 'table') {
      await filler?.flush();
      filler = await TableFiller.of(session, line.form, keys);
    } else if (line.kind === 'row') {
      if (await filler?.add(line.row)) rows++;
      else orphans++;
    }
  }
  await filler?.flush();
  await continueNumbers(session);
  return { rows, orphans };
}

/** Tables whose keys the database counts up. */
const COUNTED = ['rule_conditions', 'rule_actions'];

/** Goes on counting where the restored rows end; the others do so by themselves. */
async function continueNumbers(session: Session): Promise<void> {
  if (session.dialect !== 'postgres') return;
  for (const table of COUNTED) {
    await session.all(
      `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM ${table}), false)`,
    );
  }
}

/** Writes the rows of one table. */
class TableFiller {
  readonly #ownerAt: number;
  readonly #keyAt: number;
  readonly #own = new Set<string>();
  #waiting: SqlValue[] = [];
  #rows = 0;
  #characters = 0;

  private constructor(
    private readonly session: Session,
    private readonly form: TableForm,
    private readonly owners: Set<string> | undefined,
  ) {
    const at = (column: string | undefined): number => form.columns.findIndex(({ name }) => name === column);
    this.#ownerAt = form.owner === null ? -1 : at(form.owner.column);
    this.#keyAt = form.key.length === 1 ? at(form.key[0]) : -1;
  }

  /** @param keys - keys of the tables before, by table; that of this one is added */
  static async of(session: Session, form: TableForm, keys: Map<string, Set<string>>): Promise<TableFiller> {
    for (const { name } of form.columns) {
      if (await hasColumn(session, form.table, name)) continue;
      throw new InspectorError(
        'INSP_FILE_FAILED',
        `The backup has a column ${form.table}.${name} that the database does not have. Use a backup of this version.`,
      );
    }
    const filler = new TableFiller(session, form, keys.get(form.owner?.table ?? ''));
    if (OWNERS.has(form.table)) keys.set(form.table, filler.#own);
    return filler;
  }

  /** @returns whether the row is written: one without its owner is not */
  async add(row: readonly ArchivedValue[]): Promise<boolean> {
    const owner = row[this.#ownerAt];
    if (this.owners !== undefined && owner !== null && !this.owners.has(String(owner))) return false;
    if (this.#keyAt !== -1) this.#own.add(String(row[this.#keyAt]));
    const { dialect } = this.session;
    for (const [at, { kind }] of this.form.columns.entries()) {
      const value = row[at] ?? null;
      this.#characters += typeof value === 'string' ? value.length : 0;
      this.#waiting.push(restored(value, kind, dialect));
    }
    this.#rows++;
    if (this.#rows >= MOST_ROWS || this.#characters >= MOST_CHARACTERS) await this.flush();
    return true;
  }

  async flush(): Promise<void> {
    if (this.#rows === 0) return;
    const { table, columns } = this.form;
    const names = columns.map(({ name }) => name).join(', ');
    await this.session.run(
      `INSERT INTO ${table} (${names}) VALUES ${markRows(this.#rows, columns.length)}`,
      this.#waiting,
    );
    [this.#waiting, this.#rows, this.#characters] = [[], 0, 0];
  }
}

/** Tables that others refer to. */
const OWNERS = new Set(['nodes', 'rules']);
