import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { coordinationSuite, type CoordinationUnderTest } from '@inspector/test-kit';
import { describePeer } from '../peer.js';
import { ETCD_COMMANDS, type EtcdCluster, startEtcd } from '../servers/etcd.js';
import { type Process, startProcess } from './process.js';

for (const members of [1, 3]) {
  describePeer(`coordination etcd, ${members} of them`, ETCD_COMMANDS, function () {
    this.timeout(60_000);
    let cluster: EtcdCluster;
    before(async () => {
      cluster = await startEtcd({ members });
    });
    after(() => cluster.stop());

    coordinationSuite({
      describe,
      it,
      name: 'etcd',
      create: async () => underTest(cluster),
    });
  });
}

/**
 * Seconds of a lease: a process stops using it after 0.7 of that. On a machine that has much else to do a test may stand still
 * for two seconds, which is no fault of the backend.
 */
const TTL = 5;

/** Coordinators that share a prefix nobody else has. */
async function underTest(cluster: EtcdCluster): Promise<CoordinationUnderTest> {
  const options = { prefix: `/${randomUUID()}/`, ttl: TTL };
  const one = await startProcess(cluster, options);
  const processes: Process[] = [one];
  const signals = new Map<string, AbortSignal>();
  return {
    coordinator: {
      ...one.coordinator,
      acquire: async (uuid, options) => {
        const lease = await one.coordinator.acquire(uuid, options);
        signals.set(uuid, lease.signal);
        return lease;
      },
    },
    another: async () => {
      const other = await startProcess(cluster, options);
      processes.push(other);
      return other.coordinator;
    },
    lose: async (uuid) => {
      const signal = signals.get(uuid);
      const told = signal && once(signal, 'abort');
      await cluster.ctl('del', '--prefix', `${options.prefix}leases/${uuid}/`);
      await told;
    },
    cutOff: async () => {
      for (const link of one.links) link.cut();
    },
    reconnect: async () => {
      for (const link of one.links) link.restore();
    },
    cleanUp: async () => {
      for (const process of processes) await process.close();
    },
  };
}
