import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createContext, inventorySuite, storageSuite } from '@inspector/test-kit';
import { expect } from 'chai';
import { openDatabase } from '../../../core/src/db/open-database.js';
import { openStore } from '../../../core/src/db/open-store.js';
import { compareSchema } from '../../../core/src/db/schema-difference.js';
import type { Database } from '../../../core/src/db/types.js';
import { databaseConfig, warnings } from '../../../core/test/db/database-config.js';
import { freshRecord } from '../../../core/test/db/fresh-record.js';
import { repositoriesSuite } from '../../../core/test/db/repositories.suite.js';
import inventoryDatabase from '../../../plugins/inventory-database/src/index.js';
import storageDatabase from '../../../plugins/storage-database/src/index.js';
import type { DatabaseServer } from '../servers/database-server.js';

const LARGE = 20 * 1024 * 1024;

/** Opens a database on a server and brings it to the newest revision. */
export function openOn(
  url: string,
  log = warnings().log,
  changes: Parameters<typeof databaseConfig>[1] = {},
): Promise<Database> {
  return openDatabase({ config: databaseConfig(url, changes), cwd: '/', log, upgrade: true });
}

/** What a database server must do, whichever it is. */
export function serverSuite(start: () => Promise<DatabaseServer>, microseconds: boolean): void {
  let server: DatabaseServer;
  before(async () => {
    server = await start();
  });
  after(() => server.stop());

  repositoriesSuite(() => openOn(server.url), microseconds);

  it('ends a transaction in which nothing happens, so that its locks are free again', async () => {
    const config = databaseConfig(server.url);
    const { log } = warnings();
    const store = await openStore({ config, cwd: '/', log, create: false });
    const table = 'idle_transactions';
    await store.statement((session) =>
      session.run(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, tries INTEGER)`),
    );
    await store.statement((session) => session.run(`INSERT INTO ${table} VALUES (1, 0)`));
    let free = (): void => undefined;
    const hung = new Promise<void>((resolve) => (free = resolve));
    let holds = (): void => undefined;
    const held = new Promise<void>((resolve) => (holds = resolve));
    const hanging = store.transaction(async (session) => {
      await session.run(`UPDATE ${table} SET tries = tries + 1 WHERE id = 1`);
      holds();
      await hung;
    });
    await held;
    await store.statement((session) => session.run(`UPDATE ${table} SET tries = 10 WHERE id = 1`));
    free();
    await hanging;
    const rows = await store.read((session) => session.all(`SELECT tries FROM ${table}`));
    expect(rows.map((row) => Number(row['tries']))).to.deep.equal([11]);
    await store.close();
  });

  it('refuses for the moment what a deadlock has ended too often', async () => {
    const config = databaseConfig(server.url, { dbMaxRetries: 0 });
    const { log } = warnings();
    const store = await openStore({ config, cwd: '/', log, create: false });
    const table = 'deadlocks';
    const run = (sql: string) => store.statement((session) => session.run(sql));
    await run(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, tries INTEGER)`);
    await run(`INSERT INTO ${table} VALUES (1, 0), (2, 0)`);
    const meeting = [new AbortController(), new AbortController()];
    const both = Promise.all(meeting.map(({ signal }) => once(signal, 'abort')));
    const crossing = meeting.map((own, index) =>
      store.transaction(async (session) => {
        const lock = (id: number) => session.run(`UPDATE ${table} SET tries = tries + 1 WHERE id = ${id}`);
        await lock(index + 1);
        own.abort();
        await both;
        await lock(2 - index);
      }),
    );
    const ends = await Promise.allSettled(crossing);
    const refused = ends.filter((end) => end.status === 'rejected');
    expect(refused).to.have.length(1);
    expect(refused[0]?.reason).to.include({ code: 'INSP_DB_BUSY', status: 503 });
    const rows = await store.read((session) => session.all(`SELECT tries FROM ${table}`));
    expect(rows.map((row) => Number(row['tries']))).to.deep.equal([1, 1]);
    await store.close();
  });

  storageSuite({
    ...{ describe, it, before, after },
    name: 'storage database',
    async create() {
      const database = await openOn(server.url);
      const { introspectionData, records } = database;
      return {
        backend: await storageDatabase.setup(createContext(storageDatabase, { introspectionData })),
        ensureRecord: async (uuid) => void (await records.replace(freshRecord({ uuid }), undefined)),
        cleanUp: () => database.close(),
      };
    },
  });

  inventorySuite({
    ...{ describe, it },
    name: 'inventory database',
    hosts: 2000,
    changes: 5,
    async create() {
      const databases: Database[] = [];
      const open = async (name: string) => {
        const database = await openOn(server.url);
        databases.push(database);
        const { inventoryRevisions } = database;
        return inventoryDatabase.setup(
          createContext(inventoryDatabase, { inventoryRevisions, options: { name } }),
        );
      };
      const name = randomUUID();
      return {
        backend: await open(name),
        another: () => open(name),
        elsewhere: () => open(randomUUID()),
        async cleanUp() {
          for (const database of databases) await database.close();
        },
      };
    },
  });

  it('has the schema that the models say', async () => {
    const url = await server.create('fresh');
    await Promise.all([openOn(url), openOn(url)]).then((both) => Promise.all(both.map((db) => db.close())));
    expect(await compareSchema(databaseConfig(url), '/')).to.deep.equal([]);
  });

  it('keeps a document of 20 MB', async () => {
    const db = await openOn(server.url);
    const fresh = freshRecord();
    await db.records.replace(fresh, undefined);
    const text = JSON.stringify({ blob: 'x'.repeat(LARGE) });
    await db.introspectionData.save(fresh.uuid, text, false);
    expect((await db.introspectionData.get(fresh.uuid, false)) === text).to.equal(true);
    await db.close();
  });

  it('lets 50 simultaneous changes of one record through one after the other', async () => {
    const db = await openOn(server.url);
    const fresh = freshRecord();
    await db.records.replace(fresh, undefined);
    const names = Array.from({ length: 50 }, (_, index) => ({
      name: 'mac',
      value: `52:54:00:00:00:${index}`,
    }));
    await Promise.all(names.map((attribute) => db.records.addAttributes(fresh.uuid, [attribute], 0)));
    expect(await db.records.attributes(fresh.uuid)).to.have.deep.members(names);
    await db.close();
  });
}
