// What an introspection costs each part of a cluster, what a node takes in the database, and what all of it costs at rest.
//
//   node --import tsx test/bench/cluster-costs.ts [nodes]
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type ConnectionOptions } from 'mysql2/promise';
import { Cluster } from '../peers/cluster/cluster.js';
import { findCommand } from '../peers/peer.js';
import { ETCD_COMMANDS } from '../peers/servers/etcd.js';
import { MARIADB_COMMANDS, startMariadb } from '../peers/servers/mariadb.js';
import { noneIn } from './by-turns.js';
import { postAll, startAll } from './load.js';
import { report, type Row } from './report.js';
import { cpuSeconds } from './usage.js';

const [nodes = '200'] = process.argv.slice(2);
/** Introspections before it is measured: programs that were just started are slower. */
const WARM_UP = 100;
/** Requests under way at the same time. */
const PARALLEL = 20;
/** Seconds for which everything rests. */
const REST = 20;

/** What is counted, by a name for it. */
type Counts = ReadonlyMap<string, number>;

/** Asks a database server, and gives the second column of the first row. */
type Ask = (sql: string) => Promise<string>;

function processors(cluster: Cluster, server: number): Counts {
  const parts: Readonly<Record<string, readonly number[]>> = {
    'the API': cluster.apis.map(({ pid }) => pid),
    conductors: cluster.conductors.map(({ pid }) => pid),
    MariaDB: [server],
    'etcd, three members': cluster.etcd.pids,
  };
  const used = (pids: readonly number[]): number =>
    pids.reduce((sum, pid) => sum + cpuSeconds(pid) * 1000, 0);
  return new Map(Object.entries(parts).map(([part, pids]) => [part, used(pids)]));
}

async function counts(cluster: Cluster, server: number, ask: Ask): Promise<Counts> {
  const all = [...cluster.apis, ...cluster.conductors];
  return new Map([
    ...processors(cluster, server),
    ['requests to Ironic', cluster.ironic.requests.length],
    ['statements', Number(await ask("SHOW GLOBAL STATUS LIKE 'Questions'"))],
    ['requests to etcd', all.flatMap(({ links }) => links.requests()).reduce((sum, one) => sum + one, 0)],
  ]);
}

/** What was used between two counts, of each of so many. */
const between = (before: Counts, after: Counts, divisor: number): [string, number][] =>
  [...after].map(([name, value]) => [name, (value - (before.get(name) ?? 0)) / divisor]);

async function introspect(cluster: Cluster, count: number): Promise<void> {
  const [api] = cluster.apis;
  if (api === undefined) throw new Error('no API process');
  const site = { url: api.url, pid: api.pid, stop: () => Promise.resolve() };
  const machines = cluster.machines(count);
  await startAll(site, machines, PARALLEL);
  await noneIn(site, ['starting']);
  await postAll(site, machines, PARALLEL);
  await noneIn(site, ['waiting', 'enrolling', 'processing']);
  await noneIn(site, ['error']);
}

async function measure(cluster: Cluster, server: number, ask: Ask): Promise<Row[]> {
  const size = async (): Promise<number> => {
    const tables = await ask(
      "SELECT 0, GROUP_CONCAT('`', table_name, '`') FROM information_schema.tables WHERE table_schema = DATABASE()",
    );
    await ask(`ANALYZE TABLE ${tables}`);
    const sum = 'SELECT 0, SUM(data_length + index_length) FROM information_schema.tables';
    return Number(await ask(`${sum} WHERE table_schema = DATABASE()`));
  };
  await introspect(cluster, WARM_UP);
  const [before, bytes] = [await counts(cluster, server, ask), await size()];
  await introspect(cluster, Number(nodes));
  const after = await counts(cluster, server, ask);
  const grown = (await size()) - bytes;
  await pause(2000);
  const resting = processors(cluster, server);
  await pause(REST * 1000);
  const rested = processors(cluster, server);
  return [
    ...between(before, after, Number(nodes)).map(([name, each]): Row =>
      after.has(name) && rested.has(name)
        ? { what: `processor of ${name}, for an introspection`, unit: 'ms', ours: each }
        : { what: `${name}, for an introspection`, unit: '', ours: each },
    ),
    { what: 'what the database grew, for a node', unit: 'KiB', ours: grown / 1024 / Number(nodes) },
    ...between(resting, rested, REST).map(([name, each]): Row => ({
      what: `processor of ${name} at rest`,
      unit: 'ms/s',
      ours: each,
    })),
  ];
}

const missing = [...ETCD_COMMANDS, ...MARIADB_COMMANDS].filter((one) => findCommand(one) === undefined);
if (missing.length > 0) {
  console.log(`Skipped: ${missing.join(', ')} missing; run scripts/install-peers`);
} else {
  const server = await startMariadb();
  const cluster = await Cluster.start(await server.create('bench'), { ttl: 10 });
  const socket = await createConnection(place(cluster.database));
  const ask: Ask = async (sql) => {
    const [rows] = await socket.query({ sql, rowsAsArray: true });
    return String((rows as unknown[][])[0]?.[1]);
  };
  try {
    const rows = await measure(cluster, server.pid, ask);
    report(`Two API processes, two conductors, ${nodes} nodes, ${PARALLEL} requests at a time`, rows);
  } finally {
    await socket.end();
    await cluster.close();
    await server.stop();
  }
}

function place(text: string): ConnectionOptions {
  const { hostname: host, port, username, password, pathname } = new URL(text);
  const [user, secret] = [username, password].map(decodeURIComponent);
  return {
    host,
    port: Number(port),
    database: pathname.slice(1),
    ...(user && { user }),
    ...(secret && { password: secret }),
  };
}
