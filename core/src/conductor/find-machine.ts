import { type JsonObject, InspectorError, type Timestamp, thrownText } from '@inspector/plugin-api';
import { now } from '../db/timestamp.js';
import type { StoredRecord } from '../db/types.js';
import { isOutage } from '../errors/outage.js';
import type { Holding } from '../introspection/holding.js';
import {
  describeKeys,
  findNode,
  lookupAttributes,
  lookupKeys,
  type LookupKeys,
} from '../introspection/lookup.js';
import { withIntrospection, type HeldWork } from '../introspection/with-introspection.js';
import { findActiveNode } from './find-active-node.js';
import type { ConductorServices } from './services.js';
import { settle } from './settle.js';

/** No machine on introspection belongs to posted data; the message is the line that says why. */
export class NoMachine extends Error {
  /** What the sender of the data is told: nothing of the nodes they were compared with. */
  readonly told: string;

  /** @param told - default: the message */
  constructor(
    message: string,
    { told = message, cause }: { readonly told?: string; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.told = told;
  }
}

/** A reason that names nodes is for the log; the ramdisk gets this one. */
const AMBIGUOUS = 'Look up error: Multiple nodes match the same number of attributes';
const NOT_ENROLLED =
  'Node not found hook failed: the machine was not enrolled, the log of Inspector says why';

/** A node that posted data may belong to. */
interface Candidate {
  readonly uuid: string;
  /** Makes sure, once the node is held, that it has an introspection these data are for. */
  readonly claim: (held: Holding) => Promise<void>;
}

/**
 * Works on the node that posted data belong to, which is held from then on: a node on introspection, else (where that
 * is permitted) a machine in use, else whatever the node-not-found hook makes of it.
 *
 * @param sound - false: a hook found fault with the data, so only a node on introspection is looked for
 * @throws {@link NoMachine}; `INSP_STRANGERS_LIMIT`; conflicts about machines in use, an unreachable bare metal service or database, and
 *   `INSP_NODE_BUSY` when the node's data are being processed already
 */
export async function withMachine<T>(
  data: JsonObject,
  sound: boolean,
  services: ConductorServices,
  work: HeldWork<T>,
): Promise<T> {
  const { uuid, claim } = await findCandidate(data, sound, services);
  return withIntrospection(uuid, services, async (held, handOver) => {
    await claim(held);
    return work(held, handOver);
  });
}

async function findCandidate(
  data: JsonObject,
  sound: boolean,
  services: ConductorServices,
): Promise<Candidate> {
  const keys = lookupKeys(data);
  const uuid = await lookUp(keys, services);
  if (uuid !== undefined) return { uuid, claim: (held) => claimWaiting(held, services) };
  const unknown = new NoMachine(`Look up error: Could not find a node for attributes ${describeKeys(keys)}`);
  if (!sound) throw unknown;
  const { permitActiveIntrospection } = services.config.processing;
  services.strangers.allow(keys, [permitActiveIntrospection, services.nodeNotFound].filter(Boolean).length);
  if (permitActiveIntrospection) {
    const asked = now();
    const active = await findActiveNode(keys, services);
    if (active !== undefined) return { uuid: active, claim: (held) => claimActive(held, keys, asked) };
  }
  if (services.nodeNotFound) return { uuid: await askHook(data, services), claim: claimEnrolled };
  throw unknown;
}

async function lookUp(keys: LookupKeys, { database, log }: ConductorServices): Promise<string | undefined> {
  try {
    return await findNode(keys, database.records, log);
  } catch (error) {
    if (!InspectorError.is(error) || error.code !== 'INSP_LOOKUP_FAILED') throw error;
    throw new NoMachine(`Look up error: ${error.message}`, { told: AMBIGUOUS, cause: error });
  }
}

async function claimWaiting(held: Holding, services: ConductorServices): Promise<void> {
  if (await held.read()) await settle(held, services);
  assertWaiting(held.uuid, held.present);
}

function assertWaiting(uuid: string, record: StoredRecord | undefined): void {
  if (!record) {
    throw new NoMachine(
      `Look up error: Could not find node ${uuid} in introspection cache, probably it's not on introspection now`,
    );
  }
  if (record.state === 'processing' || record.state === 'reapplying') {
    throw new InspectorError(
      'INSP_NODE_BUSY',
      `Data of node ${uuid} are being processed already, its state is ${record.state}`,
    );
  }
  if (record.finishedAt !== null) {
    throw new NoMachine(
      `Look up error: Introspection for node ${uuid} already finished on ${record.finishedAt}`,
    );
  }
}

/**
 * Makes a record for a machine in use. One that appeared since the service was asked, or waits for data, belongs to
 * these data already: another post was faster, or somebody started an introspection.
 */
async function claimActive(held: Holding, keys: LookupKeys, asked: Timestamp): Promise<void> {
  const present = await held.read();
  const taken = present?.state === 'waiting' || (present?.startedAt ?? '') >= asked;
  if (taken) return assertWaiting(held.uuid, present);
  const attributes = lookupAttributes(keys);
  await held.begin({ event: 'recognise', manageBoot: false, attributes }, present);
}

async function claimEnrolled(held: Holding): Promise<void> {
  const present = await held.read();
  if (present?.state === 'waiting' || present?.state === 'enrolling') return;
  await held.begin({ event: 'enroll', manageBoot: true, attributes: [] }, present);
}

/** A status with which the hook sends a machine away for a while. */
const TRY_AGAIN = 503;

async function askHook(data: JsonObject, { metrics, nodeNotFound }: ConductorServices): Promise<string> {
  let uuid: string | undefined;
  try {
    uuid = (await nodeNotFound?.nodeNotFound(data))?.uuid;
  } catch (error) {
    if (InspectorError.is(error) && error.status === TRY_AGAIN) {
      if (error.code === 'INSP_ENROLL_LIMIT') metrics.limitHits.inc({ limit: 'discovery.nodesPerMinute' });
      throw error;
    }
    // Nothing is written yet, so the next post of the ramdisk is a first one.
    if (isOutage(error)) throw error;
    throw new NoMachine(`Node not found hook failed: ${thrownText(error)}`, {
      told: NOT_ENROLLED,
      cause: error,
    });
  }
  if (uuid === undefined) throw new NoMachine('Node not found hook returned nothing');
  return uuid;
}
