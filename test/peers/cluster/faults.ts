import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../functional/harness.js';
import type { DatabaseServer } from '../servers/database-server.js';
import type { Cluster } from './cluster.js';
import type { ClusterProcess, Network } from './process.js';

/** Where something bad happens. */
export interface Site {
  readonly cluster: Cluster;
  readonly server: DatabaseServer;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Something bad that happens for a while, and is over when this resolves. */
export type Fault = (site: Site, milliseconds: number) => Promise<void>;

/**
 * How long a member of etcd hangs at most, in milliseconds: see the faults of coordination. Debian's etcd 3.4.23 ends leases
 * that were renewed in time when its leader goes on after a pause longer than they are.
 */
const LONGEST_HANG = 1800;

/** What an etcd says that has no leader at the moment. */
const NOBODY = -1;

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!;

const conductor = ({ cluster, random }: Site): ClusterProcess =>
  pick(
    cluster.conductors.filter(({ runs }) => runs),
    random,
  );

async function cut(networks: readonly Network[], milliseconds: number): Promise<void> {
  for (const network of networks) await network.cut();
  await pause(milliseconds);
  for (const network of networks) await network.restore();
}

/** Starts a process as a service manager does: again where it ends, because etcd or the database has too much to do. */
async function startAsManager(one: ClusterProcess): Promise<void> {
  const before = one.unexpected.length;
  for (let left = 4; left > 0; left--) {
    const isUp = await one.start().then(
      () => true,
      () => false,
    );
    one.unexpected.splice(before);
    if (isUp) return;
    await pause(1000);
  }
  await one.start();
}

/** What can happen, by a name for it. */
export const FAULTS = {
  'a conductor is killed': async (site, milliseconds) => {
    const one = conductor(site);
    await one.kill();
    await pause(milliseconds);
    await startAsManager(one);
  },
  'a conductor hangs': async (site, milliseconds) => {
    const one = conductor(site);
    one.pause();
    await pause(milliseconds);
    one.resume();
  },
  'a conductor is stopped in order': async (site, milliseconds) => {
    const one = conductor(site);
    await one.stop();
    await pause(milliseconds / 4);
    await startAsManager(one);
  },
  'a conductor is cut off from etcd': (site, milliseconds) => cut([conductor(site).links.etcd], milliseconds),
  'a conductor is cut off from the database': (site, milliseconds) =>
    cut([conductor(site).links.database], milliseconds),
  'a conductor is cut off from both': async (site, milliseconds) => {
    const { etcd, database } = conductor(site).links;
    await cut([etcd, database], milliseconds);
  },
  'the leader of etcd is killed': async ({ cluster }, milliseconds) => {
    const leader = await eventually(
      () => cluster.etcd.leader().catch(() => NOBODY),
      (member) => member !== NOBODY,
      'the leader of etcd',
      30_000,
    );
    await cluster.etcd.kill(leader);
    await pause(milliseconds);
    await cluster.etcd.restart(leader);
  },
  'the member of etcd that a conductor talks to hangs': async (site, milliseconds) => {
    const requests = conductor(site).links.requests();
    const busiest = requests.indexOf(Math.max(...requests));
    site.cluster.etcd.pause(busiest);
    await pause(Math.min(milliseconds, LONGEST_HANG));
    site.cluster.etcd.resume(busiest);
  },
  'etcd loses its quorum': async ({ cluster, random }, milliseconds) => {
    const spared = Math.floor(random() * 3);
    const paused = [0, 1, 2].filter((member) => member !== spared);
    for (const member of paused) cluster.etcd.pause(member);
    await pause(milliseconds);
    for (const member of paused) cluster.etcd.resume(member);
  },
  'the database server is started again': async ({ server }, milliseconds) => {
    await server.kill();
    await pause(milliseconds / 4);
    await server.restart();
  },
} as const satisfies Readonly<Record<string, Fault>>;

/** Name of something that can happen. */
export type FaultName = keyof typeof FAULTS;
