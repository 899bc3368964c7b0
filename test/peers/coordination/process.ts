import type { Coordinator, JsonObject } from '@inspector/plugin-api';
import { createContext } from '@inspector/test-kit';
import etcd from '../../../plugins/coordination-etcd/src/index.js';
import type { EtcdCluster } from '../servers/etcd.js';
import { type Link, startLink } from './link.js';

/** A coordinator with a network of its own to the members of a cluster. */
export interface Process {
  readonly coordinator: Coordinator;
  /** One to each member, in their order. */
  readonly links: readonly Link[];
  /** Requests it has sent. */
  readonly requests: number;
  /** Ends the coordinator, then the links. */
  close(): Promise<void>;
}

/** Starts a coordinator. */
export async function startProcess(cluster: EtcdCluster, options: JsonObject = {}): Promise<Process> {
  const links = await Promise.all(cluster.endpoints.map((url) => startLink(Number(new URL(url).port))));
  const endpoints = links.map(({ port }) => `http://127.0.0.1:${port}`);
  const close = async (): Promise<void> => {
    for (const link of links) await link.close();
  };
  try {
    const coordinator = await etcd.setup(createContext(etcd, { options: { endpoints, ttl: 3, ...options } }));
    return {
      coordinator,
      links,
      get requests() {
        return links.reduce((sum, link) => sum + link.requests, 0);
      },
      close: async () => {
        await coordinator.close?.();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
