// What it costs that sqlite brings each change to the disk before it is acknowledged: records that are begun and ended,
// with their data, one after the other and many at a time, with and without `database.sqliteSynchronous`.
//
//   node --import tsx test/bench/durability.ts [records]
//
// The figures are those of the disk under the temporary folder; TMPDIR chooses another one.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../core/src/db/open-database.js';
import { now } from '../../core/src/db/timestamp.js';
import type { Database } from '../../core/src/db/types.js';
import { databaseConfig, warnings } from '../../core/test/db/database-config.js';
import { report, type Row } from './report.js';

const [records = 400] = process.argv.slice(2).map(Number);
const DATA = JSON.stringify({ inventory: 'x'.repeat(20_000) });

/** Everything that is written of one introspection: six transactions. */
async function introspect({ records: table, introspectionData }: Database): Promise<void> {
  const uuid = randomUUID();
  const mark = { fence: 1, introspection: randomUUID(), event: 'start' };
  const attributes = [{ name: 'mac', value: '52:54:00:00:00:01' }];
  const started = await table.replace(
    { ...mark, uuid, name: null, state: 'starting', startedAt: now(), manageBoot: true, attributes },
    undefined,
  );
  const waiting = await table.change(started, { state: 'waiting' }, mark);
  await introspectionData.save(uuid, DATA, false);
  const working = await table.change(waiting, { state: 'processing' }, mark);
  await introspectionData.save(uuid, DATA, true);
  await table.change(working, { state: 'finished', finishedAt: now(), error: null }, mark, {
    forget: true,
  });
}

async function milliseconds(synchronous: boolean, together: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-durability-'));
  const config = databaseConfig(`sqlite:///${folder}/inspector.sqlite`, { sqliteSynchronous: synchronous });
  const database = await openDatabase({ config, cwd: '/', log: warnings().log, upgrade: true });
  let left = records;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await introspect(database);
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: together }, worker));
  const each = (performance.now() - begun) / records;
  await database.close();
  await rm(folder, { recursive: true });
  return each;
}

const rows: Row[] = [];
for (const together of [1, 20, 300]) {
  for (const synchronous of [true, false]) {
    const what = `${together} at a time, ${synchronous ? 'every change on the disk' : 'sqliteSynchronous: false'}`;
    rows.push({ what, unit: 'ms', ours: await milliseconds(synchronous, together) });
  }
}
report(`The database's share of one introspection, of ${records} (wall clock)`, rows);
