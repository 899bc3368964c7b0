import { secondsAgo } from '../db/timestamp.js';
import { InspectorError } from '../errors/inspector-error.js';
import { HeldNode } from '../node/held-node.js';
import type { IntrospectionState } from '../node/types.js';
import { failIntrospection } from './end-introspection.js';
import { messageOf } from './failure.js';
import type { ConductorServices } from './services.js';

/** Fails introspections that have been running for longer than `timeout`. */
export async function failTimedOut(services: ConductorServices): Promise<void> {
  const { config, coordinator, database, log } = services;
  if (config.timeout <= 0) return;
  const limit = secondsAgo(config.timeout);
  for (const { uuid } of await database.records.startedBefore(limit)) {
    const lock = await coordinator.tryAcquire(uuid);
    if (!lock) continue;
    const record = await database.records.get(uuid);
    const due = record?.startedAt && record.startedAt < limit && isUnfinished(record);
    if (record && due) {
      if (record.state !== 'waiting')
        log.warn(`[node: ${uuid} state ${record.state}] timed out in an unusual state`);
      await failIntrospection(
        new HeldNode(record, lock, database.records),
        'Introspection timeout',
        services,
        'timeout',
      );
    }
    await lock.release();
  }
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
  for (const record of await database.records.inStates(WORKING)) {
    const lock = await coordinator.acquire(record.uuid);
    const text = `The service stopped while the node was in state ${record.state}; start its introspection again`;
    await failIntrospection(new HeldNode(record, lock, database.records), text, services);
    await lock.release();
  }
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
        log.warn(`[node: ${uuid}] its stored data could not be deleted: ${messageOf(error)}`);
      });
      log.info(`[node: ${uuid}] no longer exists in the bare metal service, its record is deleted`);
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
