// What a second conductor brings, and how fast a cluster notices what happens to it.
//
//   node --import tsx test/bench/cluster.ts [nodes] [another checkout, whose standalone service is the measure for ours]
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createContext } from '@inspector/test-kit';
import { startFakeIronicProcess } from '@inspector/simulator';
import etcd from '../../plugins/coordination-etcd/src/index.js';
import { Cluster, TTL } from '../peers/cluster/cluster.js';
import { findCommand } from '../peers/peer.js';
import { ETCD_COMMANDS, startEtcd } from '../peers/servers/etcd.js';
import { MARIADB_COMMANDS, startMariadb } from '../peers/servers/mariadb.js';
import { startClusterSite } from './cluster-site.js';
import { continueAll, fleet, startAll } from './load.js';
import { atLeastTimes, atMost, report, type Row } from './report.js';
import { PROGRAM, startInspector, type Target } from './targets.js';
import { cpuSeconds } from './usage.js';

const [nodes = '200', before] = process.argv.slice(2);
const NODES = Number(nodes);
/** See continue.ts. */
const WARM_UP = 50;
/** Leases that are handed over. */
const HAND_OVERS = 100;
/** Seconds for which etcd is away. */
const AWAY = 6;

/** Introspections per second, from the first post to the last end. */
async function introspect(target: Target, seed: string): Promise<number> {
  const machines = fleet(seed, NODES + WARM_UP);
  let perSecond = 0;
  for (const part of [machines.slice(0, WARM_UP), machines.slice(WARM_UP)]) {
    await startAll(target, part);
    for (const { uuid } of part) await waiting(target, uuid);
    ({ perSecond } = await continueAll(target, part, 20));
  }
  return perSecond;
}

async function waiting({ url }: Target, uuid: string): Promise<void> {
  for (;;) {
    const { state } = (await (await fetch(`${url}/v1/introspection/${uuid}`)).json()) as { state: string };
    if (state === 'waiting') return;
    await pause(20);
  }
}

async function withConductors(count: number): Promise<number> {
  const site = await startClusterSite(count, fleet('cluster', NODES + WARM_UP));
  try {
    return await introspect(site, 'cluster');
  } finally {
    await site.stop();
  }
}

async function standalone(program: string): Promise<number> {
  const machines = fleet('standalone', NODES + WARM_UP);
  const ironic = await startFakeIronicProcess({
    nodes: machines.map(({ node }) => ({ ...node, provision_state: 'manageable', power_state: 'power off' })),
    ports: machines.flatMap(({ ports }) => ports),
    requestLimit: 0,
  });
  try {
    const target = await startInspector({ ironicUrl: ironic.url, program });
    try {
      return await introspect(target, 'standalone');
    } finally {
      await target.stop();
    }
  } finally {
    await ironic.close();
  }
}

/** Milliseconds from the release of a lease to the moment at which somebody who waits for it has it, sorted. */
async function handOvers(): Promise<number[]> {
  const cluster = await startEtcd({ members: 3 });
  const options = { endpoints: [...cluster.endpoints], prefix: `/${randomUUID()}/` };
  const [one, other] = await Promise.all([1, 2].map(() => etcd.setup(createContext(etcd, { options }))));
  if (one === undefined || other === undefined) throw new Error('nothing was set up');
  const times: number[] = [];
  try {
    for (let turn = 0; turn < HAND_OVERS; turn++) {
      const node = randomUUID();
      const lease = await one.acquire(node);
      const next = other.acquire(node);
      await pause(20);
      const released = performance.now();
      const done = lease.release();
      const got = await next;
      times.push(performance.now() - released);
      await Promise.all([done, got.release()]);
    }
  } finally {
    await Promise.all([one.close?.(), other.close?.()]);
    await cluster.stop();
  }
  return times.sort((a, b) => a - b);
}

/** What a cluster does when a conductor dies, and while etcd is away. */
async function accidents(): Promise<Row[]> {
  const server = await startMariadb();
  const cluster = await Cluster.start(await server.create('bench'), { conductors: 2, apis: 1 });
  try {
    const readsPerSecond = async (seconds: number): Promise<number> => {
      const end = performance.now() + seconds * 1000;
      let count = 0;
      while (performance.now() < end) {
        if ((await cluster.request('GET', '/v1/introspection')).status === 200) count++;
      }
      return count / seconds;
    };
    await readsPerSecond(1);
    const usual = await readsPerSecond(3);
    const [machine] = cluster.machines(1);
    for (const member of [0, 1, 2]) cluster.etcd.pause(member);
    const asked = performance.now();
    const { status } = await cluster.request('POST', `/v1/introspection/${machine?.uuid}`);
    const refused = (performance.now() - asked) / 1000;
    const away = await readsPerSecond(3);
    const pids = [...cluster.apis, ...cluster.conductors].map(({ pid }) => pid);
    const used = (): number => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
    const begun = used();
    await pause(AWAY * 1000);
    const busy = (used() - begun) / AWAY;
    for (const member of [0, 1, 2]) cluster.etcd.resume(member);
    await noticed(cluster, 2);
    const [first] = cluster.conductors;
    await first?.kill();
    const killed = performance.now();
    await noticed(cluster, 1);
    const seen = (performance.now() - killed) / 1000;
    return [
      { what: 'a dead conductor is noticed after', unit: 's', ours: seen, demand: atMost(seen, TTL + 2) },
      {
        what: `with etcd away a start is refused (${status}) after`,
        unit: 's',
        ours: refused,
        demand: atMost(refused, 2),
      },
      {
        what: 'with etcd away reads per second, of usual ones',
        unit: 'times',
        ours: away / usual,
        demand: atLeastTimes(away, usual, 0.9),
      },
      {
        what: 'with etcd away processor of three idle processes',
        unit: 's/s',
        ours: busy,
        demand: atMost(busy, 0.1),
      },
    ];
  } finally {
    await cluster.close();
    await server.stop();
  }
}

/** Resolves when so many members are known. */
async function noticed(cluster: Cluster, count: number): Promise<void> {
  for (;;) {
    const { body } = await cluster.request('GET', '/v1/cluster');
    if (body['unknown'] === null && (body['members'] as unknown[]).length === count) return;
    await pause(20);
  }
}

const missing = [...ETCD_COMMANDS, ...MARIADB_COMMANDS].filter((one) => findCommand(one) === undefined);
if (missing.length > 0) {
  console.log(`Skipped: ${missing.join(', ')} missing; run scripts/install-peers`);
} else {
  const times = await handOvers();
  const at = (part: number): number => times[Math.floor(part * (times.length - 1))] ?? 0;
  const one = await withConductors(1);
  const two = await withConductors(2);
  const rows: Row[] = [
    { what: 'introspections with one conductor', unit: '/s', ours: one },
    { what: 'introspections with two', unit: '/s', ours: two },
    { what: '  two of one', unit: 'times', ours: two / one, demand: atLeastTimes(two, one, 1.6) },
    { what: 'a released lease is with the next after, half of them', unit: 'ms', ours: at(0.5) },
    { what: '  99 of 100', unit: 'ms', ours: at(0.99), demand: atMost(at(0.99), 50) },
    ...(await accidents()),
  ];
  if (before !== undefined) {
    const theirs = await standalone(join(before, 'core/bin/inspector.js'));
    const ours = await standalone(PROGRAM);
    rows.push({
      what: 'standalone, of the other checkout',
      unit: 'times',
      ours: ours / theirs,
      demand: atLeastTimes(ours, theirs, 0.95),
    });
  }
  report(`API processes and conductors, ${NODES} nodes, TTL ${TTL} s`, rows);
}
