import { type JsonObject, InspectorError, type Timestamp } from '@inspector/plugin-api';
import { now } from '../db/timestamp.js';
import { HeldNode } from '../introspection/held-node.js';
import {
  describeKeys,
  findNode,
  lookupAttributes,
  lookupKeys,
  type LookupKeys,
} from '../introspection/lookup.js';
import { messageOf } from './failure.js';
import { findActiveNode } from './find-active-node.js';
import type { ConductorServices } from './services.js';

/** What look-up found: the node with its lock held, or the line that says why there is none. */
export type Found = { readonly held: HeldNode } | { readonly failure: string };

/**
 * Finds the node that posted data belong to and takes its lock: a node on introspection, else (where that is
 * permitted) a machine in use, else whatever the node-not-found hook makes of it.
 *
 * @param sound - false: a hook found fault with the data, so only a node on introspection is looked for
 * @throws conflicts about machines in use, an unreachable bare metal service or database, and
 *   `INSP_NODE_BUSY` when the node's data are being processed already
 */
export async function findMachine(
  data: JsonObject,
  sound: boolean,
  services: ConductorServices,
): Promise<Found> {
  const keys = lookupKeys(data);
  let uuid: string | undefined;
  try {
    uuid = await findNode(keys, services.database.records, services.log);
  } catch (error) {
    if (!InspectorError.is(error) || error.code !== 'INSP_LOOKUP_FAILED') throw error;
    return { failure: `Look up error: ${error.message}` };
  }
  if (uuid !== undefined) return hold(uuid, services);
  const unknown = `Look up error: Could not find a node for attributes ${describeKeys(keys)}`;
  if (!sound) return { failure: unknown };
  if (services.config.processing.permitActiveIntrospection) {
    const asked = now();
    const active = await findActiveNode(keys, services);
    if (active !== undefined) return holdActive(active, keys, asked, services);
  }
  if (services.nodeNotFound) return askHook(data, services);
  return { failure: unknown };
}

async function hold(uuid: string, { coordinator, database }: ConductorServices): Promise<Found> {
  const lock = await coordinator.acquire(uuid);
  let kept = false;
  try {
    const record = await database.records.get(uuid);
    if (!record) {
      return {
        failure: `Look up error: Could not find node ${uuid} in introspection cache, probably it's not on introspection now`,
      };
    }
    const reprocessed = record.state === 'processing' || record.state === 'reapplying';
    if (reprocessed) {
      throw new InspectorError(
        'INSP_NODE_BUSY',
        `Data of node ${uuid} are being processed already, its state is ${record.state}`,
      );
    }
    if (record.finishedAt !== null) {
      return {
        failure: `Look up error: Introspection for node ${uuid} already finished on ${record.finishedAt}`,
      };
    }
    kept = true;
    return { held: new HeldNode(record, lock, database.records) };
  } finally {
    if (!kept) await lock.release();
  }
}

/**
 * Makes a record for a machine in use and holds it. One that appeared since the service was asked, or waits
 * for data, belongs to these data already: another post was faster, or somebody started an introspection.
 */
async function holdActive(
  uuid: string,
  keys: LookupKeys,
  asked: Timestamp,
  services: ConductorServices,
): Promise<Found> {
  const { coordinator, database } = services;
  const lock = await coordinator.acquire(uuid);
  try {
    const present = await database.records.get(uuid);
    const taken = present?.state === 'waiting' || (present?.startedAt ?? '') >= asked;
    if (!taken) {
      const attributes = lookupAttributes(keys);
      const fresh = { uuid, state: 'waiting', startedAt: now(), manageBoot: false, attributes } as const;
      await database.records.replace(fresh, present?.state);
    }
  } finally {
    await lock.release();
  }
  return hold(uuid, services);
}

async function askHook(data: JsonObject, services: ConductorServices): Promise<Found> {
  const { nodeNotFound, coordinator, database } = services;
  let uuid: string | undefined;
  try {
    uuid = (await nodeNotFound?.nodeNotFound(data))?.uuid;
  } catch (error) {
    return { failure: `Node not found hook failed: ${messageOf(error)}` };
  }
  if (uuid === undefined) return { failure: 'Node not found hook returned nothing' };
  const lock = await coordinator.acquire(uuid);
  try {
    const present = await database.records.get(uuid);
    const waiting = present && (present.state === 'waiting' || present.state === 'enrolling');
    const record = waiting
      ? present
      : await database.records.replace(
          { uuid, state: 'enrolling', startedAt: now(), manageBoot: true, attributes: [] },
          present?.state,
        );
    return { held: new HeldNode(record, lock, database.records) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
