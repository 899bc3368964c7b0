import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { SqlValue, Statement, Store } from '../../src/db/session.js';
import { openSqlite } from '../../src/db/sqlite-store.js';
import { warnings } from './database-config.js';

const insert = (key: string, value: SqlValue): Statement => ({
  sql: 'INSERT INTO things (key, value) VALUES (?, ?)',
  parameters: [key, value],
});
const update = (key: string, value: SqlValue): Statement => ({
  sql: 'UPDATE things SET value = ? WHERE key = ?',
  parameters: [value, key],
});

for (const place of ['a file', 'memory']) {
  describe(`batches of statements in sqlite, ${place}`, () => {
    let folder: string;
    let store: Store;
    const value = async (key: string): Promise<unknown> => {
      const sql = 'SELECT value FROM things WHERE key = ?';
      return (await store.read((session) => session.all(sql, [key])))[0]?.['value'];
    };

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'inspector-batches-'));
      const path = place === 'memory' ? undefined : join(folder, 'db.sqlite');
      store = await openSqlite({ path, create: true, synchronous: true, log: warnings().log });
      await store.transaction(async (session) => {
        await session.run('CREATE TABLE things (key TEXT PRIMARY KEY, value)');
      });
    });
    afterEach(async () => {
      await store.close();
      await rm(folder, { recursive: true });
    });

    for (const text of [
      "it's",
      "''; DROP TABLE things; --",
      'really?',
      'a\0b',
      '\0',
      '',
      'ü 😀 \u2028',
      'x'.repeat(300_000),
    ]) {
      it(`keep ${JSON.stringify(text.slice(0, 30))} as it is`, async () => {
        expect(await store.batch([insert('a', text), insert('b', '?')])).to.equal('written');
        expect(await value('a')).to.equal(text);
        expect(await value('b')).to.equal('?');
      });
    }

    it('keep numbers, truth and nothing', async () => {
      const values = { a: 1, b: -2.5, c: 1e21, d: true, e: false, f: null };
      await store.batch(Object.entries(values).map(([key, one]) => insert(key, one)));
      const kept = await Promise.all(Object.keys(values).map(value));
      expect(kept).to.deep.equal([1, -2.5, 1e21, 1, 0, null]);
    });

    for (const length of [1, 300_000]) {
      it(`write nothing where the first of them touches no row (${length} characters)`, async () => {
        const refused = [update('nobody', 'x'.repeat(length)), insert('a', 1)];
        expect(await store.batch(refused)).to.equal('refused');
        expect(await value('a')).to.equal(undefined);
      });

      it(`write nothing where the first of them makes a row again (${length} characters)`, async () => {
        await store.batch([insert('a', 1)]);
        const refused = [insert('a', 'x'.repeat(length)), insert('b', 2)];
        expect(await store.batch(refused)).to.equal('refused');
        expect(await value('b')).to.equal(undefined);
      });
    }

    it('write nothing where a later one fails', async () => {
      const wrong = { sql: 'INSERT INTO nowhere VALUES (?)', parameters: [1] };
      const failure: unknown = await store.batch([insert('a', 1), wrong]).catch((error: unknown) => error);
      expect(String(failure)).to.include('nowhere');
      expect(await value('a')).to.equal(undefined);
      expect(await store.batch([insert('a', 2)])).to.equal('written');
    });

    it('are written by themselves where others that wait with them are refused or fail', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 30 }, (_, index) => {
          if (index % 3 === 0) return store.batch([insert(`a${index}`, index)]);
          if (index % 3 === 1) return store.batch([update('nobody', 1), insert(`b${index}`, index)]);
          return store.batch([insert(`c${index}`, index), { sql: 'INSERT INTO nowhere VALUES (1)' }]);
        }),
      );
      for (const [index, outcome] of outcomes.entries()) {
        if (index % 3 === 2) expect(outcome.status, String(index)).to.equal('rejected');
        else expect(outcome).to.include({ value: index % 3 === 0 ? 'written' : 'refused' });
      }
      const rows = await store.read((session) => session.all('SELECT value FROM things ORDER BY value'));
      expect(rows.map((row) => row['value'])).to.deep.equal([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
    });

    it('take their turn with other transactions', async () => {
      await store.batch([insert('sum', 0)]);
      const add = () =>
        store.transaction(async (session) => {
          const [row] = await session.all(`SELECT value FROM things WHERE key = 'sum'`);
          await session.run(`UPDATE things SET value = ? WHERE key = 'sum'`, [Number(row?.['value']) + 1]);
        });
      const increment = { sql: `UPDATE things SET value = value + 1 WHERE key = 'sum'` };
      await Promise.all(
        Array.from({ length: 40 }, (_, index) => (index % 2 ? add() : store.batch([increment]))),
      );
      expect(await value('sum')).to.equal(40);
    });
  });
}
