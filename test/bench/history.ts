// What the history costs: an introspection with it and without, the size of the tables on MariaDB and PostgreSQL, and the
// time of a comparison.
//
//   node --import tsx test/bench/history.ts [nodes] [introspections] [rounds]
//
// Nodes and introspections of each are those of the tables (10,000 and 10). An introspection is measured in rounds, a service
// with the history and one without in turns, and the medians are compared. The servers are left out where they are not
// installed.
//
// Exits with 1 when a demand is missed.
import { startFakeIronicProcess } from '@inspector/simulator';
import { readFile } from 'node:fs/promises';
import type { JsonObject } from '@inspector/plugin-api';
import { openDatabase } from '../../core/src/db/open-database.js';
import { openStore } from '../../core/src/db/open-store.js';
import type { Database } from '../../core/src/db/types.js';
import { differences } from '../../core/src/difference/differences.js';
import { Account } from '../../core/src/history/account.js';
import { packRun } from '../../core/src/history/pack.js';
import { unpackedData } from '../../core/src/history/unpack.js';
import { databaseConfig, warnings } from '../../core/test/db/database-config.js';
import { freshRecord } from '../../core/test/db/fresh-record.js';
import { findCommand } from '../peers/peer.js';
import type { DatabaseServer } from '../peers/servers/database-server.js';
import { MARIADB_COMMANDS, startMariadb } from '../peers/servers/mariadb.js';
import { POSTGRESQL_COMMANDS, startPostgresql } from '../peers/servers/postgresql.js';
import { continueAll, fleet, startAll, type Cost } from './load.js';
import { atMost, atMostTimes, report, type Row } from './report.js';
import { startInspector } from './targets.js';

const [nodes = 10_000, runs = 10, rounds = 5] = process.argv.slice(2).map(Number);
const FEW = 300;
const WARM_UP = 200;
const TOGETHER = 8;
const GB = 1e9;
const FIXTURE = new URL('../fixtures/inventories/kvm-2nic-extra-hardware.json', import.meta.url);

/** Data of 60 kB of a machine with 24 disks and 4 cards, other serials for every machine. */
function bigData(base: JsonObject, seed: number, changed = 0): JsonObject {
  const disks = Array.from({ length: 24 }, (_, index) => ({
    ...{ name: `/dev/sd${String.fromCharCode(97 + index)}`, size: 480103981056, rotational: false },
    ...{
      serial: `S${seed * 100 + index + (index < changed ? 7 : 0)}X`,
      model: 'XS480LE10003',
      vendor: 'SEAGATE',
    },
    ...{ wwn: `0x5000c500${(seed * 100 + index).toString(16).padStart(8, '0')}`, hctl: `0:0:${index}:0` },
    by_path: `/dev/disk/by-path/pci-0000:02:00.0-sas-phy${index}-lun-0`,
  }));
  const interfaces = Array.from({ length: 4 }, (_, index) => ({
    ...{ name: `eno${index + 1}`, vendor: '0x8086', product: '0x10f8', has_carrier: true, lldp: [] },
    ...{ pci_address: `0000:01:00.${index}`, mac_address: macOf(seed * 4 + index), ipv4_address: null },
  }));
  const pci = Array.from({ length: 120 }, (_, index) => ({
    ...{ vendor_id: '8086', product_id: (0x2000 + index).toString(16), class: '088000', revision: '04' },
    bus: `0000:${(index >> 3).toString(16).padStart(2, '0')}:${(index & 7).toString()}.0`,
  }));
  const inventory = { ...(base['inventory'] as JsonObject), disks, interfaces };
  return { ...base, inventory, pci_devices: pci } as unknown as JsonObject;
}

const macOf = (number: number): string =>
  number
    .toString(16)
    .padStart(12, '0')
    .replaceAll(/(..)(?=.)/g, '$1:');

async function packedOf(data: JsonObject): Promise<Awaited<ReturnType<typeof packRun>>> {
  const account = new Account();
  account.data = data;
  for (const name of ['cpus', 'memory_mb', 'local_gb', 'cpu_arch'])
    account.tellChange(
      {
        kind: 'node',
        operation: { op: 'add', path: `/properties/${name}`, value: '4' },
        resetInterfaces: false,
      },
      'hook scheduler',
    );
  const hooks = ['ramdisk_error', 'scheduler', 'validate_interfaces', 'capabilities', 'pci_devices'];
  return packRun(
    account,
    hooks.map((hook) => ({ hook, outcome: 'ok', milliseconds: 1.234, message: null })),
  );
}

/** One service, warm. */
async function service(keep: number) {
  const machines = fleet(`history ${keep}`, FEW + WARM_UP);
  const ironic = await startFakeIronicProcess({
    nodes: machines.map(({ node }) => ({ ...node, provision_state: 'manageable', power_state: 'power off' })),
    ports: machines.flatMap(({ ports }) => ports),
    requestLimit: 0,
  });
  const target = await startInspector({ ironicUrl: ironic.url, config: { history: { keep } } });
  const introspect = async (some: typeof machines): Promise<Cost> => {
    const started = await startAll(target, some);
    const continued = await continueAll(target, some);
    return { perSecond: continued.perSecond, cpuMs: started.cpuMs + continued.cpuMs };
  };
  await introspect(machines.slice(FEW));
  return {
    round: () => introspect(machines.slice(0, FEW)),
    async stop() {
      await target.stop();
      await ironic.close();
    },
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function introspections(): Promise<Row[]> {
  const [plain, kept] = [await service(0), await service(10)];
  const costs: { plain: Cost[]; kept: Cost[] } = { plain: [], kept: [] };
  for (let round = 0; round < rounds; round++) {
    costs.plain.push(await plain.round());
    costs.kept.push(await kept.round());
  }
  await Promise.all([plain.stop(), kept.stop()]);
  const of = (list: readonly Cost[], member: keyof Cost): number => median(list.map((cost) => cost[member]));
  const [with_, without] = [of(costs.kept, 'cpuMs'), of(costs.plain, 'cpuMs')];
  return [
    { what: 'CPU of an introspection, start included, without', unit: 'ms', ours: without },
    {
      what: '  with the history',
      unit: 'ms',
      ours: with_,
      demand: atMostTimes(with_, without, 1.1),
    },
    { what: 'posts without', unit: '/s', ours: of(costs.plain, 'perSecond') },
    { what: '  with the history', unit: '/s', ours: of(costs.kept, 'perSecond') },
  ];
}

/** Ends an introspection of each node, so many times. */
async function fill({ records }: Database, base: JsonObject): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let seed = next++; seed < nodes; seed = next++) {
      const mark = { ...freshRecord(), fence: 1 };
      const fresh = { ...mark, state: 'waiting', event: 'start' } as const;
      let record = await records.replace(fresh, undefined);
      for (let run = 0; run < runs; run++) {
        const packed = await packedOf(bigData(base, seed, run));
        record = await records.change(
          record,
          { state: 'error', finishedAt: fresh.startedAt, run: { ...packed, keep: runs } },
          mark,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
}

const SIZES = {
  mysql:
    "SELECT data_length + index_length AS size FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'inspector_history'",
  postgres: "SELECT pg_total_relation_size('inspector_history') AS size",
} as const;

async function tableSize(
  server: DatabaseServer,
  dialect: keyof typeof SIZES,
  base: JsonObject,
): Promise<Row> {
  const options = { config: databaseConfig(server.url), cwd: '/', log: warnings().log };
  const database = await openDatabase({ ...options, upgrade: true });
  await fill(database, base);
  await database.close();
  const store = await openStore({ ...options, create: false });
  if (dialect === 'mysql') await store.read((session) => session.all('ANALYZE TABLE inspector_history'));
  const [row] = await store.read((session) => session.all(SIZES[dialect]));
  await store.close();
  await server.stop();
  const size = Number(row?.['size']) / GB;
  const share = (nodes * runs) / 100_000;
  return {
    what: `${nodes} nodes × ${runs}, ${dialect}`,
    unit: 'GB',
    ours: size,
    demand: atMost(size, 1.2 * share),
  };
}

async function comparison(base: JsonObject): Promise<Row[]> {
  const [one, two] = [await packedOf(bigData(base, 1)), await packedOf(bigData(base, 1, 3))];
  const times: number[] = [];
  let found = 0;
  for (let turn = 0; turn < 51; turn++) {
    const begun = performance.now();
    const [from, to] = [await unpackedData(one.body, 'one'), await unpackedData(two.body, 'two')];
    found = differences(from ?? {}, to ?? {}).length;
    times.push(performance.now() - begun);
  }
  if (found !== 3) throw new Error(`The comparison found ${found} parts instead of 3`);
  const worst = Math.max(...times);
  return [
    { what: 'comparison, median', unit: 'ms', ours: median(times) },
    { what: 'comparison, slowest', unit: 'ms', ours: worst, demand: atMost(worst, 50) },
    { what: 'data of one introspection', unit: 'kB', ours: JSON.stringify(bigData(base, 1)).length / 1000 },
    { what: '  packed', unit: 'kB', ours: one.body.length / 1000 },
  ];
}

const isInstalled = (commands: readonly string[]): boolean =>
  commands.every((command) => findCommand(command) !== undefined);

const base = JSON.parse(await readFile(FIXTURE, 'utf8')) as JsonObject;
const rows = [...(await comparison(base)), ...(rounds > 0 ? await introspections() : [])];
if (isInstalled(MARIADB_COMMANDS)) rows.push(await tableSize(await startMariadb(), 'mysql', base));
if (isInstalled(POSTGRESQL_COMMANDS)) rows.push(await tableSize(await startPostgresql(), 'postgres', base));
report(`History of introspections; data of ${nodes} machines with 24 disks`, rows);
