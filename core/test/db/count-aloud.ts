// Run by a test as a process of its own: counts up in the database and says each number once it is committed.
import { openSqlite } from '../../src/db/sqlite-store.js';

const [path = ''] = process.argv.slice(2);
const store = await openSqlite({ path, create: false, synchronous: true, log: { warn: () => undefined } });
for (let value = 1; ; value += 1) {
  await store.transaction((session) => session.run('UPDATE counter SET value = ?', [value]));
  process.stdout.write(`${value}\n`);
}
