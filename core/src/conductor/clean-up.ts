import { secondsAgo } from '../db/timestamp.js';
import { InspectorError, type IntrospectionRecord, type IntrospectionState } from '@inspector/plugin-api';
import { HeldNode } from '../introspection/held-node.js';
import { logPrefix } from '../introspection/log-prefix.js';
import { abortLeftBehind } from './abort.js';
import { noteFailure, serviceStopped, syncFilterQuietly } from './end-introspection.js';
import { messageOf } from './failure.js';
import type { ConductorServices } from './services.js';

/** Fails introspections that have been running for longer than `timeout`. */
export async function failTimedOut(services: ConductorServices): Promise<void> {
  const { config, database, log } = services;
  if (config.timeout <= 0) return;
  const limit = secondsAgo(config.timeout);
  const late = await database.records.startedBefore(limit);
  await failEach(late, services, async (held) => {
    const { record } = held;
    const due = record.startedAt !== null && record.startedAt < limit && isUnfinished(record);
    if (!due) return false;
    if (record.state !== 'waiting') log.warn(`${logPrefix(record)} timed out in an unusual state`);
    return noteFailure(held, 'Introspection timeout', services, 'timeout');
  });
}

/**
 * Lets `fail` look at each record under its lock, those that are locked excepted, and closes DHCP once for all
 * that failed.
 */
async function failEach(
  records: readonly IntrospectionRecord[],
  services: ConductorServices,
  fail: (held: HeldNode) => Promise<boolean>,
): Promise<void> {
  const { coordinator, database } = services;
  let failed = 0;
  for (const { uuid } of records) {
    const lock = await coordinator.tryAcquire(uuid);
    if (!lock) continue;
    try {
      const record = await database.records.get(uuid);
      if (record && (await fail(new HeldNode(record, lock, database.records)))) failed++;
    } finally {
      await lock.release();
    }
  }
  if (failed > 0) await syncFilterQuietly(services);
}

const isUnfinished = ({
  finishedAt,
  state,
}: {
  finishedAt: string | null;
  state: IntrospectionState;
}): boolean => finishedAt === null || state === 'reapplying';

/** States in which a process works on a record. */
const WORKING: readonly IntrospectionState[] = [
  'starting',
  'processing',
  'reapplying',
  'enrolling',
  'aborting',
];

/**
 * Fails records that a process worked on when it died. Only sound when no other process can be working on
 * them, so it is called before this one takes any work.
 */
export async function failAbandoned(services: ConductorServices): Promise<void> {
  const { coordinator, database } = services;
  if (!coordinator.exclusive) return;
  await failEach(await database.records.inStates(WORKING), services, async (held) => {
    const { state } = held.record;
    if (!WORKING.includes(state)) return false;
    if (state === 'aborting') return noteFailure(held, abortLeftBehind(held.record), services, 'abort_end');
    return noteFailure(held, serviceStopped(held.record), services);
  });
}

/**
 * Writes the failures the database could not take when they happened. Whoever works on a record holds its
 * lock, so a record that is free and still in a working state has been left behind. What cannot be written now
 * either is kept for the next run.
 */
export async function failUnsettled(services: ConductorServices): Promise<void> {
  const { database, unsettled } = services;
  if (unsettled.size === 0) return;
  const working = await database.records.inStates(WORKING);
  const stuck = new Set(working.map(({ uuid }) => uuid));
  for (const uuid of unsettled.keys()) if (!stuck.has(uuid)) unsettled.delete(uuid);
  const left = working.filter(({ uuid }) => unsettled.has(uuid));
  await failEach(left, services, async (held) => {
    const text = unsettled.get(held.uuid);
    unsettled.delete(held.uuid);
    return text !== undefined && WORKING.includes(held.record.state) && noteFailure(held, text, services);
  });
}

/**
 * Deletes records, with their data, of nodes that no longer exist in the bare metal service. Only the leader
 * does; a listing that fails deletes nothing.
 */
export async function forgetDeletedNodes(services: ConductorServices): Promise<void> {
  const { baremetal, coordinator, database, log, storage } = services;
  if (!coordinator.isLeader()) return;
  const local = await database.records.allUuids();
  if (local.length === 0) return;
  const known = new Set((await baremetal.listNodes(['uuid'])).map((node) => node.uuid));
  for (const uuid of local.filter((one) => !known.has(one))) {
    const lock = await coordinator.acquire(uuid);
    try {
      if (!(await isGone(uuid, services))) continue;
      await database.records.delete(uuid);
      await storage.delete?.(uuid).catch((error: unknown) => {
        log.warn(`${logPrefix({ uuid })} its stored data could not be deleted: ${messageOf(error)}`);
      });
      log.info(`${logPrefix({ uuid })} no longer exists in the bare metal service, its record is deleted`);
    } finally {
      await lock.release();
    }
  }
}

/** Asks again under the lock: the node may have been created after the listing. */
async function isGone(uuid: string, { baremetal }: ConductorServices): Promise<boolean> {
  try {
    await baremetal.getNode(uuid, ['uuid']);
    return false;
  } catch (error) {
    if (InspectorError.is(error) && error.code === 'INSP_NODE_NOT_FOUND') return true;
    throw error;
  }
}
