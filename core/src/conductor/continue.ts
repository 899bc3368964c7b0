import { type BareMetalNode, type JsonObject, InspectorError } from '@inspector/plugin-api';
import type { HookResult } from '../db/types.js';
import { ServiceNodeHandle } from '@inspector/plugin-api/node';
import type { HeldNode } from '../introspection/held-node.js';
import { logPrefix } from '../introspection/log-prefix.js';
import { checkProvisionState, isInUse } from '../node/provision-state.js';
import { withoutMember } from '../json/without-member.js';
import { failIntrospection, syncFilterQuietly } from './end-introspection.js';
import { isStateConflict, messageOf, processingFailure } from './failure.js';
import { findMachine } from './find-machine.js';
import { processData, saveHookResults } from './process-data.js';
import { storeRamdiskLogs } from './ramdisk-logs.js';
import type { RecentPosts } from './recent-posts.js';
import type { ConductorServices } from './services.js';
import type { PostedData } from './posted-data.js';

/** Everything about one post while it is worked on. */
interface Post {
  readonly posted: PostedData;
  readonly held: HeldNode;
  readonly results: HookResult[];
}

/**
 * Takes data from a ramdisk: finds the node, runs hooks and rules, answers, and ends the introspection in the
 * background. The node's lock is held from look-up to the end.
 */
export async function continueIntrospection(
  posted: PostedData,
  recent: RecentPosts,
  services: ConductorServices,
): Promise<{ readonly uuid: string }> {
  services.background.assertOpen();
  const results: HookResult[] = [];
  const failures = await services.hooks.beforeProcessing(posted.data, results);
  const found = await findMachine(posted.data, failures.length === 0, services);
  if (!('held' in found)) {
    const uuid = recent.find(posted.text);
    if (uuid !== undefined) return { uuid };
    throw await rejected([...failures, found.failure], posted.data, undefined, services);
  }
  const post: Post = { posted, held: found.held, results };
  let handedOver = false;
  try {
    if (failures.length > 0) throw await failedBefore(failures, post, services);
    const node = await process(post, services);
    recent.remember(posted.text, post.held.uuid);
    services.background.run(`finish introspection of ${post.held.uuid}`, () => finish(post, node, services));
    handedOver = true;
    return { uuid: post.held.uuid };
  } finally {
    if (!handedOver) await post.held.release();
  }
}

async function failedBefore(
  failures: string[],
  { held, posted, results }: Post,
  services: ConductorServices,
) {
  await saveHookResults(held.uuid, results, services);
  await failIntrospection(held, failures.join('\n'), services);
  return rejected(failures, posted.data, held.uuid, services);
}

async function rejected(
  failures: readonly string[],
  data: JsonObject,
  uuid: string | undefined,
  services: ConductorServices,
): Promise<InspectorError> {
  await storeRamdiskLogs(data, uuid, services);
  const text = `The following failures happened during running pre-processing hooks:\n${failures.join('\n')}`;
  services.log.error(`${logPrefix(uuid === undefined ? undefined : { uuid }, data)} ${text}`);
  return new InspectorError('INSP_LOOKUP_FAILED', text);
}

/** Up to and including the rules. Any failure but an unreachable bare metal service at the start ends the introspection. */
async function process(post: Post, services: ConductorServices): Promise<BareMetalNode> {
  const { held, posted, results } = post;
  const { storage, config, filter, log } = services;
  await storage.save(held.uuid, withoutMember(posted.text, 'logs'), false).catch((error: unknown) => {
    log.error(
      `${logPrefix(held.record, posted.data)} the data as received could not be stored: ${messageOf(error)}`,
    );
  });
  const node = await readNode(post, services);
  try {
    await held.apply('process');
    checkProvisionState(node, config.processing.permitActiveIntrospection);
    const handle = new ServiceNodeHandle(
      held.record,
      { ...services, records: services.database.records },
      node,
    );
    await processData(posted.data, handle, results, services, () => filter.sync());
  } catch (error) {
    throw await failed(error, post, services);
  }
  await saveHookResults(held.uuid, results, services);
  if (config.processing.alwaysStoreRamdiskLogs) await storeRamdiskLogs(posted.data, held.uuid, services);
  return node;
}

/** The node, read once. One that is gone ends the introspection; an outage leaves it waiting for the ramdisk's next try. */
async function readNode(post: Post, services: ConductorServices): Promise<BareMetalNode> {
  try {
    return await services.baremetal.getNode(post.held.uuid);
  } catch (error) {
    if (!InspectorError.is(error) || error.code !== 'INSP_NODE_NOT_FOUND') throw asOutage(error);
    throw await failed(error, post, services);
  }
}

/** A refusal too is the service's fault, not that of the ramdisk, which repeats only what got a status of 500. */
const asOutage = (error: unknown): unknown =>
  InspectorError.is(error) && error.status < 500
    ? new InspectorError('INSP_BAREMETAL_REJECTED', error.message, { cause: error })
    : error;

async function failed(
  error: unknown,
  { held, posted, results }: Post,
  services: ConductorServices,
): Promise<unknown> {
  if (isStateConflict(error)) {
    // Its lock was free, so nobody prepares the node: whoever did could not write how that ended.
    if (held.record.state === 'starting') await failIntrospection(held, messageOf(error), services);
    return error;
  }
  const failure = processingFailure(error);
  await saveHookResults(held.uuid, results, services);
  await failIntrospection(held, failure.message, services);
  await storeRamdiskLogs(posted.data, held.uuid, services);
  return failure;
}

/** What happens after the ramdisk has its answer: power off, the final state, DHCP closed. */
async function finish(
  { held, posted: { data } }: Post,
  node: BareMetalNode,
  services: ConductorServices,
): Promise<void> {
  const { config, log, metrics } = services;
  try {
    if (config.processing.powerOff && held.record.manageBoot && !isInUse(node)) {
      await powerOff(held, services);
    }
    await held.end('finish', null);
    metrics.introspections.inc({ outcome: 'finished' });
    log.info(`${logPrefix(held.record, data)} introspection finished`);
    await syncFilterQuietly(services);
  } catch (error) {
    await failIntrospection(held, messageOf(error), services);
  } finally {
    await held.release();
  }
}

async function powerOff(held: HeldNode, services: ConductorServices): Promise<void> {
  try {
    await services.baremetal.setPowerState(held.uuid, 'power off');
  } catch (error) {
    if (!(await isEnrolling(held.uuid, services))) {
      const text = `Failed to power off node ${held.uuid}, check its power management configuration: ${messageOf(error)}`;
      throw new InspectorError('INSP_INTROSPECTION_FAILED', text, { cause: error });
    }
    services.log.info(
      `${logPrefix(held.record)} not powered off, which is expected of a node in enroll: ${messageOf(error)}`,
    );
  }
}

/** A node still in `enroll` may lack power credentials: its failed power off is no failure. */
async function isEnrolling(uuid: string, { baremetal, log }: ConductorServices): Promise<boolean> {
  try {
    const { provision_state: state } = await baremetal.getNode(uuid, ['uuid', 'provision_state']);
    return state === 'enroll';
  } catch (error) {
    log.warn(`${logPrefix({ uuid })} its provision state could not be read: ${messageOf(error)}`);
    return false;
  }
}
