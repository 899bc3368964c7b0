// Run by a test as a process of its own: adds to a number in the database many times, reading it before each time.
import { openSqlite } from '../../src/db/sqlite-store.js';

const [path = '', times = '0'] = process.argv.slice(2);
const store = await openSqlite({ path, create: false, synchronous: false, log: { warn: () => undefined } });
await Promise.all(
  Array.from({ length: Number(times) }, () =>
    store.transaction(async (session) => {
      const [row] = await session.all('SELECT value FROM counter');
      await session.run('UPDATE counter SET value = ?', [Number(row?.['value']) + 1]);
    }),
  ),
);
await store.close();
