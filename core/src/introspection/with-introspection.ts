import {
  type Coordinator,
  currentPatience,
  InspectorError,
  type Lease,
  Patience,
  withPatience,
} from '@inspector/plugin-api';
import type { RecordRepository } from '../db/types.js';
import { Holding } from './holding.js';
import type { Permit } from '../tasks/permit.js';
import type { Progress } from './progress.js';

/** What holding a node takes. */
export interface HoldingServices {
  readonly coordinator: Coordinator;
  readonly database: { readonly records: RecordRepository };
  readonly background: {
    /** Ends when the service has waited long enough for its work. */
    readonly permit: Permit;
    run(name: string, work: () => Promise<void>): void;
  };
  /** Is told what the work on a node waits for. */
  readonly progress: Progress;
}

/** Lets work go on after its request was answered: the node stays held until that has ended, too. */
export type HandOver = (name: string, work: () => Promise<void>) => void;

/** Work on a node that is held. */
export type HeldWork<T> = (held: Holding, handOver: HandOver) => Promise<T>;

/**
 * Works on a node as its only holder. Waits while others hold it, as long as the patience around the call lasts; the node
 * is free when the work and what it handed over have ended, however they ended.
 *
 * @throws `INSP_NODE_LOCKED` (409) when others held it for too long
 */
export async function withIntrospection<T>(
  uuid: string,
  services: HoldingServices,
  work: HeldWork<T>,
): Promise<T> {
  return hold(uuid, await acquire(uuid, services), services, work);
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

/** As {@link ifFree}, but waits so many milliseconds for somebody else to let the node go. */
export async function ifFreeSoon<T>(
  uuid: string,
  milliseconds: number,
  services: HoldingServices,
  work: HeldWork<T>,
): Promise<T | undefined> {
  const lease = await acquireWithin(uuid, milliseconds, services.coordinator);
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

async function acquire(uuid: string, { coordinator }: HoldingServices): Promise<Lease> {
  const { left } = currentPatience() ?? Patience.endless();
  if (left === Number.POSITIVE_INFINITY) return coordinator.acquire(uuid);
  const free = await coordinator.tryAcquire(uuid);
  if (free !== undefined) return free;
  const begun = performance.now();
  const lease = await acquireWithin(uuid, left, coordinator);
  currentPatience()?.spend(performance.now() - begun);
  if (lease !== undefined) return lease;
  throw new InspectorError('INSP_NODE_LOCKED', `Node ${uuid} is locked, please, retry later`);
}

/** The lease of a node; undefined when others keep it for so many milliseconds. */
async function acquireWithin(
  uuid: string,
  milliseconds: number,
  coordinator: Coordinator,
): Promise<Lease | undefined> {
  const signal = AbortSignal.timeout(Math.ceil(milliseconds));
  try {
    return await coordinator.acquire(uuid, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    return undefined;
  }
}

async function hold<T>(
  uuid: string,
  lease: Lease,
  { database, background, progress }: HoldingServices,
  work: HeldWork<T>,
): Promise<T> {
  const held = new Holding(uuid, lease, database.records, background.permit);
  const waiting = (patience: Patience): Patience =>
    patience.within(held.permit, (step) => progress.tell(uuid, step));
  let handedOver = false;
  const handOver: HandOver = (name, rest) => {
    // Nobody waits for it any more.
    const patient = (): Promise<void> => withPatience(waiting(Patience.endless()), rest);
    background.run(name, () => patient().finally(() => held.release()));
    handedOver = true;
  };
  try {
    return await withPatience(waiting(currentPatience() ?? Patience.endless()), () => work(held, handOver));
  } finally {
    if (!handedOver) await held.release();
  }
}
