// How soon a lease goes to the next one, how soon a dead conductor is noticed, and what is left of the service without etcd.
//
//   node --import tsx test/bench/cluster-accidents.ts
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createContext } from '@inspector/test-kit';
import etcd from '../../plugins/coordination-etcd/src/index.js';
import { Cluster, TTL } from '../peers/cluster/cluster.js';
import { findCommand } from '../peers/peer.js';
import { ETCD_COMMANDS, startEtcd } from '../peers/servers/etcd.js';
import { MARIADB_COMMANDS, startMariadb } from '../peers/servers/mariadb.js';
import { atLeastTimes, atMost, report, type Row } from './report.js';
import { cpuSeconds } from './usage.js';

/** Leases that are handed over. */
const HAND_OVERS = 100;
/** Leases that a process with much to do takes and releases all the time, and milliseconds for which it has each. */
const BUSY = 20;
const WORK = 100;
/** Seconds for which etcd is away. */
const AWAY = 6;

/**
 * Milliseconds from the release of a lease to the moment at which somebody who waits for it has it, sorted.
 *
 * @param busy - other leases that each process takes and releases all the time
 */
async function handOvers(busy: number): Promise<number[]> {
  const cluster = await startEtcd({ members: 3 });
  const options = { endpoints: [...cluster.endpoints], prefix: `/${randomUUID()}/` };
  const [one, other] = await Promise.all([1, 2].map(() => etcd.setup(createContext(etcd, { options }))));
  if (one === undefined || other === undefined) throw new Error('nothing was set up');
  const times: number[] = [];
  const ending = new AbortController();
  const others = [one, other].flatMap((coordinator) =>
    Array.from({ length: busy }, async () => {
      const node = randomUUID();
      while (!ending.signal.aborted) {
        const lease = await coordinator.acquire(node);
        await pause(WORK);
        await lease.release();
      }
    }),
  );
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
    ending.abort();
    await Promise.all(others);
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

function handOverRows(what: string, times: readonly number[]): Row[] {
  const at = (part: number): number => times[Math.floor(part * (times.length - 1))] ?? 0;
  return [
    { what: `${what}, half of them`, unit: 'ms', ours: at(0.5) },
    { what: '  99 of 100', unit: 'ms', ours: at(0.99), demand: atMost(at(0.99), 50) },
  ];
}

const missing = [...ETCD_COMMANDS, ...MARIADB_COMMANDS].filter((one) => findCommand(one) === undefined);
if (missing.length > 0) {
  console.log(`Skipped: ${missing.join(', ')} missing; run scripts/install-peers`);
} else {
  const rows: Row[] = [
    ...handOverRows('a released lease is with the next after', await handOvers(0)),
    ...handOverRows(`  while both have ${BUSY} others in turn`, await handOvers(BUSY)),
    ...(await accidents()),
  ];
  report(`Accidents of API processes and conductors, TTL ${TTL} s`, rows);
}
