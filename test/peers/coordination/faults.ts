import { setTimeout as pause } from 'node:timers/promises';
import type { EtcdCluster } from '../servers/etcd.js';
import type { Process } from './process.js';

/** Something bad that happens, and is over when this resolves. */
export type Fault = (site: Site, milliseconds: number) => Promise<void>;

/** Where it happens. */
export interface Site {
  readonly cluster: EtcdCluster;
  readonly processes: readonly Process[];
  /** From 0 to 1. */
  readonly random: () => number;
}

const MEMBERS = [0, 1, 2];

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!;

/**
 * How long a leader of etcd hangs at most, in milliseconds. Debian's etcd 3.4.23 ends leases that were renewed in time when
 * its leader goes on after a pause longer than they are (https://github.com/etcd-io/etcd/issues/15247): then nobody can know
 * in time. Leases of these tests take 3 s.
 */
const LONGEST_HANG = 1800;

/** Pauses members for a while. */
async function paused({ cluster }: Site, members: readonly number[], milliseconds: number): Promise<void> {
  for (const member of members) cluster.pause(member);
  await pause(milliseconds);
  for (const member of members) cluster.resume(member);
}

/** What can happen, by a name for it. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'the leader of etcd is killed': async ({ cluster }, milliseconds) => {
    const leader = await cluster.leader();
    await cluster.kill(leader);
    await pause(milliseconds);
    await cluster.restart(leader);
  },
  'the leader of etcd hangs': async (site, milliseconds) =>
    paused(site, [await site.cluster.leader()], Math.min(milliseconds, LONGEST_HANG)),
  'the member most processes talk to hangs': (site, milliseconds) => {
    const count = (member: number): number =>
      site.processes.reduce((sum, { links }) => sum + (links[member]?.requests ?? 0), 0);
    const [busiest = 0] = [...MEMBERS].sort((one, other) => count(other) - count(one));
    return paused(site, [busiest], Math.min(milliseconds, LONGEST_HANG));
  },
  'etcd loses its quorum': (site, milliseconds) => {
    const spared = pick(MEMBERS, site.random);
    return paused(
      site,
      MEMBERS.filter((member) => member !== spared),
      milliseconds,
    );
  },
  'a process is cut off': async ({ processes, random }, milliseconds) => {
    const { links } = pick(processes, random);
    for (const link of links) link.cut();
    await pause(milliseconds);
    for (const link of links) link.restore();
  },
  'a process is cut off from one member': async ({ processes, random }, milliseconds) => {
    const link = pick(pick(processes, random).links, random);
    link.cut();
    await pause(milliseconds);
    link.restore();
  },
};
