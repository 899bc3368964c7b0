import { type Coordinator, InspectorError } from '@inspector/plugin-api';
import type { RecordRepository } from '../db/types.js';
import { Holding } from './holding.js';
import type { Permit } from '../tasks/permit.js';

/** What holding a node takes. */
export interface HoldingServices {
  readonly coordinator: Coordinator;
  readonly database: { readonly records: RecordRepository };
  readonly background: {
    /** Ends when the service has waited long enough for its work. */
    readonly permit: Permit;
    run(name: string, work: () => Promise<void>): void;
  };
}

/** Lets work go on after its request was answered: the node stays held until that has ended, too. */
export type HandOver = (name: string, work: () => Promise<void>) => void;

/** Work on a node that is held. */
export type HeldWork<T> = (held: Holding, handOver: HandOver) => Promise<T>;

/**
 * Works on a node as its only holder. Waits while others hold it; the node is free when the work and what it handed over
 * have ended, however they ended.
 */
export async function withIntrospection<T>(
  uuid: string,
  services: HoldingServices,
  work: HeldWork<T>,
): Promise<T> {
  return hold(uuid, await services.coordinator.acquire(uuid), services, work);
}

/** As {@link withIntrospection}, but does nothing and returns `undefined` where somebody else holds the node. */
export async function ifFree<T>(
  uuid: string,
  services: HoldingServices,
  work: HeldWork<T>,
): Promise<T | undefined> {
  const lease = await services.coordinator.tryAcquire(uuid);
  return lease && hold(uuid, lease, services, work);
}

/**
 * As {@link withIntrospection}, but does not wait.
 *
 * @throws `INSP_NODE_LOCKED` (409) with `text` where somebody else holds the node
 */
export async function withFreeIntrospection<T>(
  uuid: string,
  text: string,
  services: HoldingServices,
  work: HeldWork<T>,
): Promise<T> {
  const lease = await services.coordinator.tryAcquire(uuid);
  if (!lease) throw new InspectorError('INSP_NODE_LOCKED', text);
  return hold(uuid, lease, services, work);
}

async function hold<T>(
  uuid: string,
  lease: Awaited<ReturnType<Coordinator['acquire']>>,
  { database, background }: HoldingServices,
  work: HeldWork<T>,
): Promise<T> {
  const held = new Holding(uuid, lease, database.records, background.permit);
  let handedOver = false;
  try {
    return await work(held, (name, rest) => {
      background.run(name, () => rest().finally(() => held.release()));
      handedOver = true;
    });
  } finally {
    if (!handedOver) await held.release();
  }
}
