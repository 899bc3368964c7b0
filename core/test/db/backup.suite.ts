import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportDatabase } from '../../src/db/backup/export-database.js';
import { importDatabase } from '../../src/db/backup/import-database.js';
import { readArchive } from '../../src/db/backup/archive-reader.js';
import { tableForms, type TableForm } from '../../src/db/backup/table-forms.js';
import { restored, type ArchivedValue } from '../../src/db/backup/values.js';
import { verifyArchive } from '../../src/db/backup/verify-archive.js';
import { marks } from '../../src/db/dialect.js';
import { upgradeSchema } from '../../src/db/migrator.js';
import type { Store } from '../../src/db/session.js';

/** More than are read at once. */
const ROWS = 25;
const { signal } = new AbortController();

/** Columns that hold what people and machines have written. */
const WORDS = new Set(
  'error value description params summary reason body results deviations origin'.split(' '),
);

/** A row for a table, of values that are easily damaged on their way. */
function rowOf({ table, columns, owner }: TableForm, index: number): ArchivedValue[] {
  return columns.map(({ name, kind }) => {
    if (name === owner?.column) return `${owner.table}-${String(index)}`;
    if (name === 'state') return 'waiting';
    if (name === 'uuid' || name === 'rule') return `${table}-${String(index)}`;
    if (kind === 'boolean') return index % 2 === 0;
    if (kind === 'integer') return index + 1;
    if (kind === 'bytes') return Buffer.from([0, 255, 10, index, 128]).toString('base64');
    if (kind === 'time')
      return index === 3 && name === 'finished_at' ? null : `2031-02-03T04:05:${String(10 + index)}`;
    if (name === 'data') return `{"size": 18446744073709551616, "text": "${'é🚀\\n'.repeat(5000)}"}`;
    return `${WORDS.has(name) ? 'é🚀' : ''}"\\${String(index)}`;
  });
}

/** Fills every table of a database. */
export async function fillTables(store: Store): Promise<void> {
  await upgradeSchema(store);
  await store.transaction(async (session) => {
    for (const form of tableForms()) {
      const names = form.columns.map(({ name }) => name);
      await session.run(`DELETE FROM ${form.table}`);
      for (let index = 0; index < ROWS; index++) {
        const values = rowOf(form, index).map((value, at) =>
          restored(value, form.columns[at]?.kind ?? 'text', session.dialect),
        );
        await session.run(
          `INSERT INTO ${form.table} (${names.join(', ')}) VALUES (${marks(names.length)})`,
          values,
        );
      }
    }
  });
}

/** All rows of a backup, by table. */
export async function rowsIn(file: string): Promise<Map<string, string[]>> {
  const rows = new Map<string, string[]>();
  let last: string[] = [];
  for await (const line of readArchive(file)) {
    if (line.kind === 'table') rows.set(line.form.table, (last = []));
    if (line.kind === 'row') last.push(JSON.stringify(line.row));
  }
  // Kinds of databases do not sort texts alike.
  for (const list of rows.values()) list.sort();
  return rows;
}

export const saved = async (store: Store, file: string): Promise<string> => {
  await exportDatabase(store, { file, program: '1.0.0', signal });
  return file;
};

export const loaded = async (store: Store, file: string, force = false) =>
  importDatabase(store, { file, archive: await verifyArchive(file), force, where: 'here', signal });

/**
 * How a kind of database is saved and restored.
 *
 * @param open - opens an empty database, another one each time
 */
export function backupSuite(open: () => Promise<Store>, openSqlite: () => Promise<Store>): void {
  let folder: string;
  const stores: Store[] = [];
  const keep = async (store: Promise<Store>): Promise<Store> => {
    stores.push(await store);
    return store;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-backup-'));
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    await rm(folder, { recursive: true });
  });

  it('is restored as it was, here and in another kind of database', async () => {
    const store = await keep(open());
    await fillTables(store);
    const first = await rowsIn(await saved(store, join(folder, 'first')));
    expect([...first.values()].map(({ length }) => length)).to.deep.equal(tableForms().map(() => ROWS));
    for (const other of [open, openSqlite]) {
      const target = await keep(other());
      expect(await loaded(target, join(folder, 'first'))).to.deep.equal({
        rows: ROWS * tableForms().length,
        orphans: 0,
      });
      expect(await rowsIn(await saved(target, join(folder, 'second')))).to.deep.equal(first);
    }
  });

  it('takes what another kind of database has saved', async () => {
    const [source, target] = [await keep(openSqlite()), await keep(open())];
    await fillTables(source);
    const first = await rowsIn(await saved(source, join(folder, 'first')));
    await loaded(target, join(folder, 'first'));
    expect(await rowsIn(await saved(target, join(folder, 'second')))).to.deep.equal(first);
  });

  it('shows one moment, whatever is written meanwhile', async () => {
    const store = await keep(open());
    await fillTables(store);
    let rounds = 0;
    let isOver = false;
    const write = async (): Promise<void> => {
      while (!isOver) {
        rounds++;
        await store.transaction(async (session) => {
          await session.run(`UPDATE inspector_counters SET value = ?`, [rounds]);
          await session.run(`UPDATE rule_actions SET action = ?`, [String(rounds)]);
          await session.run(`UPDATE inspector_unmatched_posts SET posts = ?`, [rounds]);
        });
      }
    };
    const writing = write();
    const seen = new Set<string>();
    for (let index = 0; index < 5; index++) {
      const rows = await rowsIn(await saved(store, join(folder, 'moving')));
      const column = (table: string, name: string): Set<string> => {
        const at = tableForms()
          .find((form) => form.table === table)
          ?.columns.findIndex((one) => one.name === name);
        return new Set(rows.get(table)?.map((row) => String((JSON.parse(row) as unknown[])[at ?? 0])));
      };
      const values = new Set([
        ...column('inspector_counters', 'value'),
        ...column('rule_actions', 'action'),
        ...column('inspector_unmatched_posts', 'posts'),
      ]);
      if (rounds > 2) expect([...values]).to.have.length(1);
      for (const value of values) seen.add(value);
    }
    isOver = true;
    await writing;
    expect(seen.size).to.be.above(1);
  });

  it('goes on counting behind what was restored', async () => {
    const [source, target] = [await keep(open()), await keep(open())];
    await fillTables(source);
    await loaded(target, await saved(source, join(folder, 'first')));
    await target.transaction((session) =>
      session.run(`INSERT INTO rule_actions (rule, action) VALUES (?, ?)`, ['rules-1', 'fail']),
    );
    const [row] = await target.read((session) => session.all('SELECT MAX(id) AS id FROM rule_actions'));
    expect(Number(row?.['id'])).to.equal(ROWS + 1);
  });

  it('is not put over something, unless it is to be replaced, and is put there whole or not at all', async () => {
    const [source, target] = [await keep(open()), await keep(open())];
    await fillTables(source);
    await fillTables(target);
    await target.transaction((session) => session.run(`UPDATE nodes SET error = 'mine'`));
    const file = await saved(source, join(folder, 'first'));
    const refused = await loaded(target, file).catch((error: Error) => error.message);
    expect(refused).to.include('There is something in here already (table nodes). --force replaces');
    const mine = await rowsIn(await saved(target, join(folder, 'mine')));
    const stop = new AbortController();
    const archive = await verifyArchive(file);
    const stopped = importDatabase(target, {
      file,
      archive,
      force: true,
      where: 'here',
      signal: stop.signal,
    });
    stop.abort();
    await stopped.then(
      () => expect.fail('it was not stopped'),
      () => undefined,
    );
    expect(await rowsIn(await saved(target, join(folder, 'still')))).to.deep.equal(mine);
    await loaded(target, file, true);
    expect(await rowsIn(await saved(target, join(folder, 'theirs')))).to.deep.equal(await rowsIn(file));
  });
}
