// What a second conductor brings, and how fast a cluster notices what happens to it.
//
//   node --import tsx test/bench/cluster.ts [nodes] [another checkout, whose standalone service is the measure for ours]
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createContext } from '@inspector/test-kit';
import { startFakeIronicProcess, type Machine } from '@inspector/simulator';
import etcd from '../../plugins/coordination-etcd/src/index.js';
import { Cluster, TTL } from '../peers/cluster/cluster.js';
import { findCommand } from '../peers/peer.js';
import { ETCD_COMMANDS, startEtcd } from '../peers/servers/etcd.js';
import { MARIADB_COMMANDS, startMariadb } from '../peers/servers/mariadb.js';
import { ironicOf, startClusterSite, type ClusterSite } from './cluster-site.js';
import { fleet, postAll, startAll } from './load.js';
import { cannotLimit } from './processor-share.js';
import { atLeastTimes, atMost, report, type Row } from './report.js';
import { PROGRAM, startInspector, type Target } from './targets.js';
import { cpuSeconds } from './usage.js';

const [nodes = '200', before] = process.argv.slice(2);
/** Nodes of one round. */
const NODES = Number(nodes);
/** Rounds in which one and the other take turns; the median counts. */
const ROUNDS = 5;
/** What each has introspected before, also where two share it: a program that has just been started is slower. */
const WARM_UP = 400;
/** Posts under way at the same time: more than one conductor works on at once. */
const PARALLEL = 40;
/**
 * Parts of a core that each conductor has. With a whole one the conductors are not the limit on a machine of two cores: the
 * API, the database, etcd, the fake Ironic and the ramdisks are on it, too, and need more than one conductor does. With a
 * quarter the conductors are, as where each has a machine of its own; so that is what the demand is about.
 */
const SHARES = [1, 0.25];
/** Leases that are handed over. */
const HAND_OVERS = 100;
/** Seconds for which etcd is away. */
const AWAY = 6;

/** What introspections cost in one turn. */
interface Turn {
  readonly perSecond: number;
  /** Milliseconds of processor for each, of the conductors and of all other processes. */
  readonly conductors: number;
  readonly others: number;
}

/** Introspects machines that were not seen before: the time is from the first post until none of them goes on. */
async function introspect(site: Target & Partial<ClusterSite>, machines: readonly Machine[]): Promise<Turn> {
  await startAll(site, machines, PARALLEL);
  await noneIn(site, ['starting']);
  const processor = (pids: readonly number[] = []): number =>
    pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const before = [processor(site.conductors), processor(site.others), ownSeconds()] as const;
  const begun = performance.now();
  await postAll(site, machines, PARALLEL);
  await noneIn(site, ['waiting', 'enrolling', 'processing']);
  const seconds = (performance.now() - begun) / 1000;
  await noneIn(site, ['error']);
  const each = (used: number): number => (used * 1000) / machines.length;
  return {
    perSecond: machines.length / seconds,
    conductors: each(processor(site.conductors) - before[0]),
    others: each(processor(site.others) - before[1] + ownSeconds() - before[2]),
  };
}

/** Seconds of processor that this process has used: it is the ramdisks. */
function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Resolves when no introspection is in one of the states. Asks for one record only, so that asking costs nothing. */
async function noneIn({ url }: Target, states: readonly string[]): Promise<void> {
  const end = performance.now() + 60_000;
  for (;;) {
    const response = await fetch(`${url}/v1/introspection?limit=1&state=${states.join(',')}`, {
      headers: { 'X-OpenStack-Ironic-Inspector-API-Version': '1.18' },
    });
    const { introspection } = (await response.json()) as { readonly introspection: readonly object[] };
    if (introspection.length === 0) return;
    if (performance.now() > end || states.includes('error'))
      throw new Error(`${url}: an introspection is ${JSON.stringify(introspection[0])}`);
    await pause(10);
  }
}

/**
 * Has two services introspect by turns, so that what the machine does besides disturbs both alike. Both have done some
 * introspections before.
 *
 * @returns the turns of each, in the order in which they were
 */
async function byTurns(
  one: readonly [Target & Partial<ClusterSite>, readonly Machine[]],
  other: readonly [Target & Partial<ClusterSite>, readonly Machine[]],
): Promise<readonly [readonly Turn[], readonly Turn[]]> {
  const turns: readonly [Turn[], Turn[]] = [[], []];
  for (const [site, machines] of [one, other]) await introspect(site, machines.slice(0, WARM_UP));
  for (let round = 0; round < ROUNDS; round++) {
    const from = WARM_UP + round * NODES;
    // Who begins is the other one each time.
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const index of order) {
      const [site, machines] = index === 0 ? one : other;
      turns[index === 0 ? 0 : 1].push(await introspect(site, machines.slice(from, from + NODES)));
    }
  }
  return turns;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The median of what the other has of the one in the same round. */
const medianRatio = (one: readonly Turn[], other: readonly Turn[]): number =>
  median(other.map(({ perSecond }, round) => perSecond / (one[round]?.perSecond ?? Number.NaN)));

const medianOf = (turns: readonly Turn[], what: keyof Turn): number =>
  median(turns.map((turn) => turn[what]));

/** One conductor and two of them, of the same kind. */
async function conductors(share: number): Promise<Row[]> {
  const machines = fleet('cluster', WARM_UP + ROUNDS * NODES);
  const sites: ClusterSite[] = [];
  try {
    for (const count of [1, 2]) sites.push(await startClusterSite(count, machines, share));
    const [first, second] = sites;
    if (first === undefined || second === undefined) throw new Error('nothing was started');
    const [one, two] = await byTurns([first, machines], [second, machines]);
    const ratio = medianRatio(one, two);
    const each = share === 1 ? 'a core each' : `${share} of a core each`;
    return [
      { what: `introspections with one conductor, ${each}`, unit: '/s', ours: medianOf(one, 'perSecond') },
      { what: `introspections with two, ${each}`, unit: '/s', ours: medianOf(two, 'perSecond') },
      {
        what: '  two of one',
        unit: 'times',
        ours: ratio,
        demand: share === 1 ? undefined : atLeastTimes(ratio, 1, 1.6),
      },
      { what: '  processor of one conductor', unit: 'ms', ours: medianOf(one, 'conductors') },
      { what: '  processor of two', unit: 'ms', ours: medianOf(two, 'conductors') },
      { what: '  processor of everything else', unit: 'ms', ours: medianOf(two, 'others') },
    ];
  } finally {
    for (const site of sites) await site.stop();
  }
}

/** The service of one process of two checkouts; returns what ours has of the other's. */
async function standalone(before: string): Promise<number> {
  const machines = fleet('standalone', WARM_UP + ROUNDS * NODES);
  const ends: (() => Promise<void>)[] = [];
  const serve = async (program: string): Promise<Target> => {
    const ironic = await startFakeIronicProcess(ironicOf(machines));
    ends.push(() => ironic.close());
    const target = await startInspector({ ironicUrl: ironic.url, program });
    ends.push(() => target.stop());
    return target;
  };
  try {
    const theirs = await serve(before);
    const ours = await serve(PROGRAM);
    return medianRatio(...(await byTurns([theirs, machines], [ours, machines])));
  } finally {
    for (const end of ends.reverse()) await end();
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
  const rows: Row[] = [
    { what: 'a released lease is with the next after, half of them', unit: 'ms', ours: at(0.5) },
    { what: '  99 of 100', unit: 'ms', ours: at(0.99), demand: atMost(at(0.99), 50) },
    ...(await accidents()),
  ];
  for (const share of SHARES) {
    const reason = cannotLimit(share);
    if (reason === undefined) rows.push(...(await conductors(share)));
    else console.log(`Not measured with ${share} of a core for each conductor: ${reason}`);
  }
  if (before !== undefined) {
    const ratio = await standalone(join(before, 'core/bin/inspector.js'));
    rows.push({
      what: 'standalone, of the other checkout',
      unit: 'times',
      ours: ratio,
      demand: atLeastTimes(ratio, 1, 0.95),
    });
  }
  report(`API processes and conductors, ${ROUNDS} rounds of ${NODES} nodes, TTL ${TTL} s`, rows);
}
