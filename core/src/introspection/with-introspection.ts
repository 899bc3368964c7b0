import {
  type Coordinator,
  currentPatience,
  InspectorError,
  type Lease,
  Patience,
  withPatience,
} from '@inspector/plugin-api';
import type { BaselineRepository, RecordRepository } from '../db/types.js';
import { Holding } from './holding.js';
import type { Permit } from '../tasks/permit.js';
import type { Holdings } from './holdings.js';
import type { Progress } from './progress.js';

/** What holding a node takes. */
export interface HoldingServices {
  readonly coordinator: Coordinator;
  readonly database: { readonly records: RecordRepository; readonly baselines?: BaselineRepository };
  readonly background: {
    /** Ends when the service has waited long enough for its work. */
    readonly permit: Permit;
    run(name: string, work: () => Promise<void>): void;
  };
  readonly config: { readonly history: { readonly keep: number } };
  /** Is told what the work on a node waits for. */
  readonly progress: Progress;
  /** Is told who holds which node. */
  readonly holdings: Holdings;
}

/** Lets work go on after its request was answered: the node stays held until that has ended, too. */
export type HandOver = (name: string, work: () => Promise<void>) => void;

/** Work on a node that is held. */
export type HeldWork<T> = (held: Holding, handOver: HandOver) => Promise<T>;

/**
 * Works on a node as its only holder. Waits while others hold it, as long as the patience around the call lasts; the node
 * is free when the work and what it handed over have ended, however they ended.
 *
 * @throws `INSP_NODE_LOCKED` (409) when others held it for too long; `INSP_CANCELED` (409) when the node is aborted first
 */
export async function withIntrospection<T>(
  uuid: string,
  services: HoldingServices,
  work: HeldWork<T>,
): Promise<T> {
  const lease = await acquire(uuid, services);
  const closed = services.holdings.closed(uuid);
  if (closed === undefined) return hold(uuid, lease, services, work);
  await lease.release();
  throw closed;
}

/** As {@link withIntrospection}, but does nothing and returns `undefined` where somebody else holds the node. */
export async function ifFree<T>(
  uuid: string,
  services: HoldingServices,
  work: HeldWork<T>,
): Promise<T | undefined> {
  const lease = await tryAcquire(uuid, services);
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
  const entered = await unlessClosed(uuid, lease, services);
  return entered && hold(uuid, entered, services, work);
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
  const lease = await tryAcquire(uuid, services);
  if (!lease) throw new InspectorError('INSP_NODE_LOCKED', text);
  return hold(uuid, lease, services, work);
}

/**
 * Ends what others do with a node, and works on it instead of them. Those who wait for the node get the same error as
 * those who work on it.
 *
 * @param reason - makes that error
 * @param milliseconds - how long to wait for a process that cannot be reached from here to let the node go
 * @returns undefined, and nothing was done, where such a process did not
 */
export async function insteadOfOthers<T>(
  uuid: string,
  { reason, milliseconds }: { readonly reason: () => InspectorError; readonly milliseconds: number },
  services: HoldingServices,
  work: HeldWork<T>,
): Promise<T | undefined> {
  const open = await services.holdings.close(uuid, reason);
  const lease = await acquireWithin(uuid, milliseconds, services.coordinator).finally(open);
  return lease && hold(uuid, lease, services, work);
}

async function tryAcquire(uuid: string, services: HoldingServices): Promise<Lease | undefined> {
  return unlessClosed(uuid, await services.coordinator.tryAcquire(uuid), services);
}

/** A lease that was acquired; one of a node that is closed is released. */
async function unlessClosed(
  uuid: string,
  lease: Lease | undefined,
  { holdings }: HoldingServices,
): Promise<Lease | undefined> {
  if (holdings.closed(uuid) === undefined) return lease;
  await lease?.release();
  return undefined;
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
  { config, database, background, holdings, progress }: HoldingServices,
  work: HeldWork<T>,
): Promise<T> {
  const held = new Holding(
    uuid,
    lease,
    database.records,
    background.permit,
    config.history.keep,
    database.baselines,
  );
  const release = (): Promise<void> => {
    holdings.leave(held);
    return held.release();
  };
  holdings.enter(held);
  const waiting = (patience: Patience): Patience =>
    patience.within(held.permit, (step) => progress.tell(uuid, step));
  let handedOver = false;
  const handOver: HandOver = (name, rest) => {
    // Nobody waits for it any more.
    const patient = (): Promise<void> => withPatience(waiting(Patience.endless()), rest);
    background.run(name, () => patient().finally(release));
    handedOver = true;
  };
  try {
    return await withPatience(waiting(currentPatience() ?? Patience.endless()), () => work(held, handOver));
  } finally {
    if (!handedOver) await release();
  }
}
