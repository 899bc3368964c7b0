// Introspection data moved from a database to Swift and from there to another database, by the command operators run:
// time, rate and the most memory the command has had.
//
//   node --import tsx test/bench/migrate.ts [records] [bytes]
//
// Every document is compared in the end. Exits with 1 when a demand is missed.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../core/src/db/open-database.js';
import type { Database } from '../../core/src/db/types.js';
import { databaseConfig, warnings } from '../../core/test/db/database-config.js';
import { freshRecord } from '../../core/test/db/fresh-record.js';
import { startSwift } from '../peers/servers/swift.js';
import { startMigration } from '../peers/storage/migration.js';
import { atMost, report } from './report.js';

const [records = 10_000, bytes = 50_000] = process.argv.slice(2).map(Number);
/** MiB. */
const MEMORY = 300;
const MEMORY_REPORT = new URL('migrate-memory.mjs', import.meta.url).href;

const folder = await mkdtemp(join(tmpdir(), 'inspector-bench-'));
const open = (name: string): Promise<Database> =>
  openDatabase({
    config: databaseConfig(`sqlite:///${folder}/${name}.sqlite`),
    cwd: folder,
    log: warnings().log,
    upgrade: true,
  });

const swift = await startSwift();
const SIGN_ON = {
  authType: 'tempauth',
  authUrl: swift.authUrl,
  username: 'service:inspector',
  password: 'inspectorpw',
};

/** Two documents for each node. */
async function fill(): Promise<string[]> {
  const nodes = Array.from({ length: records / 2 }, () => randomUUID());
  const [source, destination] = [await open('source'), await open('destination')];
  for (const uuid of nodes) {
    for (const db of [source, destination]) await db.records.replace(freshRecord({ uuid }), undefined);
    for (const processed of [true, false])
      await source.introspectionData.save(uuid, document(uuid), processed);
  }
  await Promise.all([source.close(), destination.close()]);
  return nodes;
}

const document = (uuid: string): string =>
  JSON.stringify({ uuid, blob: randomBytes(Math.floor(bytes / 2)).toString('hex') });

async function migrate(name: string, from: string, to: string): Promise<{ seconds: number; memory: number }> {
  const config = join(folder, `${name}.config.json`);
  const database = { connection: `sqlite:///${folder}/${name}.sqlite` };
  await writeFile(config, JSON.stringify({ database, swift: SIGN_ON }));
  const began = performance.now();
  const args = ['--from', from, '--to', to, '--json'];
  const { exitCode, out, err } = await startMigration(config, args, MEMORY_REPORT).ended;
  const { copied } = JSON.parse(out) as { copied: number };
  if (exitCode !== 0 || copied !== records) throw new Error(`It ended with ${exitCode}: ${out} ${err}`);
  return {
    seconds: (performance.now() - began) / 1000,
    memory: Number(/most memory: (\d+)/.exec(err)?.[1]) / 1024,
  };
}

async function differences(nodes: readonly string[]): Promise<number> {
  const [source, destination] = [await open('source'), await open('destination')];
  let count = 0;
  for (const uuid of nodes) {
    for (const processed of [true, false]) {
      const [was, is] = await Promise.all(
        [source, destination].map((db) => db.introspectionData.get(uuid, processed)),
      );
      if (was === undefined || was !== is) count++;
    }
  }
  await Promise.all([source.close(), destination.close()]);
  return count;
}

try {
  const nodes = await fill();
  const there = await migrate('source', 'database', 'swift');
  const back = await migrate('destination', 'swift', 'database');
  const different = await differences(nodes);
  const rows = [
    ['database to Swift', there],
    ['Swift to database', back],
  ] as const;
  report(`${records} documents of ${bytes} bytes`, [
    ...rows.flatMap(([what, { seconds, memory }]) => [
      { what, unit: 's', ours: seconds },
      { what: '  rate', unit: 'documents/s', ours: records / seconds },
      { what: '  most memory', unit: 'MiB', ours: memory, demand: atMost(memory, MEMORY) },
    ]),
    { what: 'documents that differ', unit: '', ours: different, demand: atMost(different, 0) },
  ]);
} finally {
  await swift.stop();
  await rm(folder, { recursive: true });
}
