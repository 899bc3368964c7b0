// Run by a test as a process of its own, from what is built, which starts fast: adds to a number in an inventory in a
// database, by conditional writes.
//   increment.mjs URL writers COUNT   ten writers at once, COUNT times each
//   increment.mjs URL endless         one writer, which prints the number after every write, until it is killed
import { openRevisions } from '../../../core/dist/db/open-revisions.js';
import definition from '../../../plugins/inventory-database/dist/index.js';

const [connection, mode, count] = process.argv.slice(2);
const config = {
  connection,
  maxPoolSize: 5,
  maxOverflow: 10,
  connectionRecycleTime: 3600,
  maxRetries: 0,
  retryInterval: 0,
  dbMaxRetries: 20,
  dbRetryInterval: 0,
  statementTimeout: 60,
  sqliteSynchronous: true,
};
const log = { debug() {}, info() {}, warn() {}, error() {} };
const { inventoryRevisions, close } = await openRevisions({ config, cwd: '/', log });
const open = () => definition.setup({ config: { name: 'counted', keep: 0 }, log, inventoryRevisions });
const documentOf = (counter) => JSON.stringify({ _meta: { hostvars: { 'node-1': { counter } } } }, null, 4);

async function increment(backend) {
  for (;;) {
    const { text, revision } = await backend.load();
    const next = (text === null ? 0 : JSON.parse(text)._meta.hostvars['node-1'].counter) + 1;
    const by = { author: 'writer', reason: String(next), source: 'test', summary: null };
    try {
      await backend.write(documentOf(next), { ...by, expected: revision });
      return next;
    } catch (error) {
      if (error.code !== 'INSP_INVENTORY_CONFLICT') throw error;
    }
  }
}

if (mode === 'endless') {
  const backend = await open();
  for (;;) process.stdout.write(`${await increment(backend)}\n`);
}
await Promise.all(
  Array.from({ length: 10 }, async () => {
    const backend = await open();
    for (let done = 0; done < Number(count); done++) await increment(backend);
  }),
);
await close();
