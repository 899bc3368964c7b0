// How long `inspector nodes --where` takes from the shell, the start of the program included, with many nodes in the database.
//
//   node --import tsx test/bench/nodes.ts [nodes]
//
// Nodes are those of the database (10,000), each with two cards on switches. What is asked for is said in the table; each question
// is asked several times, and the slowest counts.
//
// Exits with 1 when a demand is missed.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startFakeIronicProcess } from '@inspector/simulator';
import { openDatabase } from '../../core/src/db/open-database.js';
import type { Database, HardwareSummary } from '../../core/src/db/types.js';
import { databaseConfig, warnings } from '../../core/test/db/database-config.js';
import { freshRecord } from '../../core/test/db/fresh-record.js';
import { atMost, report, type Row } from './report.js';
import { PROGRAM, startInspector } from './targets.js';

const [nodes = 10_000] = process.argv.slice(2).map(Number);
const LIMIT = 300;
const TURNS = 9;
const TOGETHER = 8;

const hex = (number: number): string => number.toString(16).padStart(4, '0');

/** One node of twenty has less memory, one of a hundred hangs on leaf-7. */
const machine = (number: number): HardwareSummary => ({
  ...{
    vendor: number % 3 === 0 ? 'HPE' : 'Dell Inc.',
    product: 'PowerEdge R660',
    serial: `SN${hex(number)}`,
  },
  ...{
    boot_mode: 'uefi',
    firmware: `2.${number % 17}.1`,
    bmc_address: `10.0.${number >> 8}.${number & 255}`,
  },
  ...{ cpus: 64, cpu_model: 'Intel(R) Xeon(R) Gold 6430', cpu_arch: 'x86_64' },
  ...{ memory_mb: number % 20 === 0 ? 131_072 : 524_288, disks: 12, disk_gb: 21_456, nics: 2 },
  macs: [
    `52:54:00:01:${hex(number).slice(0, 2)}:${hex(number).slice(2)}`,
    `52:54:00:02:${hex(number).slice(0, 2)}:${hex(number).slice(2)}`,
  ],
  switches: [
    `leaf-${number % 100} Ethernet${number % 48}`,
    `leaf-${(number % 100) + 100} Ethernet${number % 48}`,
  ],
  ...{ resource_class: 'baremetal', deviations: null },
});

/** Ends an introspection of each node. */
async function fill({ records }: Database): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let number = next++; number < nodes; number = next++) {
      const mark = { ...freshRecord({ name: `node-${number}` }), fence: 1 };
      const record = await records.replace({ ...mark, state: 'waiting', event: 'start' }, undefined);
      await records.change(
        record,
        { state: 'finished', finishedAt: mark.startedAt, summary: machine(number) },
        { ...mark, event: 'finish' },
      );
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
}

const folder = await mkdtemp(join(tmpdir(), 'inspector-nodes-'));
const connection = `sqlite:///${folder}/inspector.sqlite`;
const database = await openDatabase({
  config: databaseConfig(connection),
  cwd: folder,
  log: warnings().log,
  upgrade: true,
});
await fill(database);
await database.close();
const ironic = await startFakeIronicProcess({ nodes: [], ports: [], requestLimit: 0 });
const target = await startInspector({
  ironicUrl: ironic.url,
  config: { database: { connection }, timeout: 0, cleanUpPeriod: 0 },
});
const rows: Row[] = [];
for (const [what, options, expected] of [
  ['with less than 256 GB of memory', ['--where', 'memory_mb < 262144'], nodes / 20],
  ['on one switch', ['--where', 'switches ~ "leaf-7 "'], nodes / 100],
  [
    'with an old firmware, of one vendor, as JSON',
    ['--where', 'vendor = HPE and firmware = 2.3.1', '--json'],
    undefined,
  ],
  ['none', ['--where', 'memory_mb > 9999999'], 0],
  ['all of them, as CSV', ['--csv'], nodes],
] as const) {
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const begun = performance.now();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [PROGRAM, 'nodes', '--url', target.url, ...options],
      { cwd: folder, env: {}, maxBuffer: 64 * 1024 * 1024 },
    );
    times.push(performance.now() - begun);
    const found = stdout.split('\n').length - 2;
    if (expected !== undefined && found !== expected && expected > 0)
      throw new Error(`${what}: ${found} lines instead of ${expected}`);
  }
  times.sort((one, other) => one - other);
  const slowest = times.at(-1) ?? 0;
  rows.push({ what, unit: 'ms', ours: times[TURNS >> 1] ?? 0 });
  rows.push({
    what: '  slowest',
    unit: 'ms',
    ours: slowest,
    demand: expected === nodes ? undefined : atMost(slowest, LIMIT),
  });
}
await target.stop();
await ironic.close();
await rm(folder, { recursive: true });
report(`inspector nodes from the shell; ${nodes} nodes`, rows);
