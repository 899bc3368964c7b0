// How long it takes to say why a node stands where it does, with a full database and a full bare metal service.
//
//   node --import tsx test/bench/why.ts [nodes] [questions]
//
// Nodes are those of the database and of the bare metal service (10,000), a third of them each waiting, in error and finished, with
// 1,000 machines that matched none; questions are asked one after the other of each kind.
//
// Exits with 1 when a demand is missed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnosis } from '@inspector/client';
import { startFakeIronicProcess } from '@inspector/simulator';
import { openDatabase } from '../../core/src/db/open-database.js';
import type { Database } from '../../core/src/db/types.js';
import { Account } from '../../core/src/history/account.js';
import { packRun } from '../../core/src/history/pack.js';
import { databaseConfig, warnings } from '../../core/test/db/database-config.js';
import { freshRecord } from '../../core/test/db/fresh-record.js';
import { portsFor } from './filter-cases.js';
import { atMost, report, type Row } from './report.js';
import { startInspector } from './targets.js';

const [nodes = 10_000, questions = 200] = process.argv.slice(2).map(Number);
const LIMIT = 200;
const TOGETHER = 8;
const POSTS = 1000;

const ports = portsFor(nodes);
const uuidOf = (number: number): string => ports[number % nodes]?.node_uuid ?? '';
const macOf = (number: number): string => ports[number % nodes]?.address ?? '';
const bmcOf = (number: number): string => `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;

/** Brings a third of the nodes into each of three states, each with its events and, where it is over, its history. */
async function fill({ records, unmatched }: Database): Promise<void> {
  const run = { ...(await packRun(new Account(), [])), keep: 10 };
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let number = next++; number < nodes; number = next++) {
      const attributes = [
        { name: 'mac', value: macOf(number) },
        { name: 'bmc_address', value: bmcOf(number) },
      ];
      const mark = { ...freshRecord({ uuid: uuidOf(number), name: `node-${number}`, attributes }), fence: 1 };
      const fresh = { ...mark, state: 'starting', event: 'start' } as const;
      const waiting = await records.change(
        await records.replace(fresh, undefined),
        { state: 'waiting' },
        { ...mark, event: 'wait' },
      );
      if (number % 3 === 0) continue;
      const [state, event, error] =
        number % 3 === 1
          ? (['error', 'error', 'Something failed'] as const)
          : (['finished', 'finish', null] as const);
      const change = { state, error, finishedAt: fresh.startedAt, run };
      await records.change(waiting, change, { ...mark, event }, { forget: true });
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
  const seen = '2031-02-03T04:05:06';
  const posts = Array.from({ length: POSTS }, (_, number) => ({
    machine: {
      ...{
        address: bmcOf(number),
        macs: [macOf(number).replace(/.$/, 'x')],
        bmcAddresses: [bmcOf(number + 1)],
      },
      ...{ reason: 'Look up error: Could not find a node for attributes', nearest: null },
    },
    ...{ source: `network ${number % 20}`, firstSeen: seen, lastSeen: seen, posts: 1 },
  }));
  await unmatched.add(posts, { keep: POSTS, keepPerSource: POSTS });
}

/** Milliseconds of each question, sorted. */
async function ask(url: string, machineOf: (number: number) => string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < questions; turn++) {
    const machine = encodeURIComponent(machineOf(turn * 3));
    const begun = performance.now();
    const response = await fetch(`${url}/v1/introspection/${machine}/diagnosis`);
    const answer = (await response.json()) as Diagnosis;
    times.push(performance.now() - begun);
    const unseen = answer.looked_at.find(({ unknown }) => unknown !== null);
    if (response.status !== 200 || unseen) throw new Error(`${machine}: ${JSON.stringify(answer)}`);
  }
  return times.toSorted((one, other) => one - other);
}

const at = (times: readonly number[], share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;

const folder = await mkdtemp(join(tmpdir(), 'inspector-why-'));
const connection = `sqlite:///${folder}/inspector.sqlite`;
const options = { config: databaseConfig(connection), cwd: folder, log: warnings().log };
const database = await openDatabase({ ...options, upgrade: true });
await fill(database);
await database.close();
const ironic = await startFakeIronicProcess({
  nodes: ports.map(({ node_uuid: uuid }, number) => ({
    ...{ uuid, name: `node-${number}`, driver_info: { ipmi_address: bmcOf(number) } },
    ...{ provision_state: 'manageable', power_state: 'power on' },
  })),
  ports,
  requestLimit: 0,
});
const target = await startInspector({
  ironicUrl: ironic.url,
  dnsmasq: true,
  config: { database: { connection }, timeout: 0, cleanUpPeriod: 0 },
});
const rows: Row[] = [];
for (const [what, machineOf] of [
  ['a node that waits', (number: number) => uuidOf(number)],
  ['a node in error', (number: number) => uuidOf(number + 1)],
  ['a node that is finished', (number: number) => uuidOf(number + 2)],
  ['a node by its name', (number: number) => `node-${number}`],
  ['a machine by its MAC', (number: number) => macOf(number)],
  [
    'a machine that nobody knows',
    (number: number) => `52:54:ff:00:${(number >> 8) & 63}0:${10 + (number & 63)}`,
  ],
] as const) {
  const times = await ask(target.url, machineOf);
  rows.push({ what, unit: 'ms', ours: at(times, 0.5) });
  rows.push({
    what: '  slowest of a hundred',
    unit: 'ms',
    ours: at(times, 0.99),
    demand: atMost(at(times, 0.99), LIMIT),
  });
}
await target.stop();
await ironic.close();
await rm(folder, { recursive: true });
report(`Why a node stands where it does; ${nodes} nodes, ${questions} questions each`, rows);
