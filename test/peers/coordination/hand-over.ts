import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Coordinator } from '@inspector/plugin-api';
import type { EtcdCluster } from '../servers/etcd.js';

/** Waits until so many hold or want a node. */
export async function queued(cluster: EtcdCluster, node: string, count: number): Promise<void> {
  const queue = async (): Promise<number> =>
    (await cluster.ctl('get', '--prefix', '--keys-only', '/')).split(`/leases/${node}/`).length - 1;
  while ((await queue()) < count) await pause(5);
}

/** Milliseconds from the release of a lease in one process until another one that waits has it. */
export async function handOver(cluster: EtcdCluster, one: Coordinator, other: Coordinator): Promise<number> {
  const node = randomUUID();
  const held = await one.acquire(node);
  const waiting = other.acquire(node);
  await queued(cluster, node, 2);
  const begun = performance.now();
  const got = waiting.then(() => performance.now() - begun);
  await held.release();
  const milliseconds = await got;
  await (await waiting).release();
  return milliseconds;
}
