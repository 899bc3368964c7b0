import {
  type BareMetalNode,
  type JsonObject,
  InspectorError,
  Patience,
  shortText,
  thrownText,
  withPatience,
} from '@inspector/plugin-api';
import type { StoredRecord } from '../db/types.js';
import { isOutage } from '../errors/outage.js';
import type { HookSeries } from '../hooks/types.js';
import type { Holding } from '../introspection/holding.js';
import { watchingForFaults } from '../tasks/fault-watch.js';
import { logPrefix } from '../node/log-prefix.js';
import type { HandOver } from '../introspection/with-introspection.js';
import { withoutMember } from '../json/without-member.js';
import { checkProvisionState } from '../node/provision-state.js';
import { conclude, failIntrospection, failureOf, syncFilterQuietly } from './end-introspection.js';
import { isCanceled, isLeaseLost, isStateConflict, processingFailure } from './failure.js';
import { NoMachine, withMachine } from './find-machine.js';
import { assertPossibleMachine } from './machine-limits.js';
import { postpone } from './postpone.js';
import type { RecentPost } from './recent-posts.js';
import { powerOffUnlessInUse } from './power-off.js';
import { handleOf, runHooks, runRules } from './process-data.js';
import { storeRamdiskLogs } from './ramdisk-logs.js';
import { keepWhileWorking } from './keep-while-working.js';
import type { ConductorServices } from './services.js';
import { workLimit } from './work-limit.js';
import type { PostedData } from './posted-data.js';

/** Everything about one post while it is worked on. */
interface Post {
  readonly posted: PostedData;
  readonly held: Holding;
  readonly run: HookSeries;
}

/**
 * Takes data from a ramdisk: finds the node, runs hooks and rules, answers, and ends the introspection in the
 * background. The node is held from look-up to the end.
 */
export function continueIntrospection(
  posted: PostedData,
  services: ConductorServices,
): Promise<{ readonly uuid: string }> {
  services.background.assertOpen();
  assertPossibleMachine(posted.data, services);
  return withPatience(Patience.of(services.patience), () =>
    watchingForFaults(() => takePost(posted, services)),
  );
}

/** Processes data that were kept, on the node they belong to. The same as for a post, except that nobody posts. */
export function processAgain(
  posted: PostedData,
  held: Holding,
  handOver: HandOver,
  services: ConductorServices,
): Promise<void> {
  return watchingForFaults(async () => {
    const run = services.hooks.begin(posted.data, held.permit);
    await run.beforeProcessing();
    await receive({ posted, held, run }, handOver, services);
  });
}

async function takePost(posted: PostedData, services: ConductorServices): Promise<{ readonly uuid: string }> {
  const { background, hooks } = services;
  const run = hooks.begin(posted.data, background.permit);
  await run.beforeProcessing();
  try {
    const sound = run.faults.length === 0 && run.outage === undefined;
    return await withMachine(posted.data, sound, services, async (held, handOver) => {
      const post = { posted, held, run };
      await receive(post, handOver, services);
      return { uuid: held.uuid };
    });
  } catch (error) {
    if (!(error instanceof NoMachine)) {
      if (InspectorError.is(error) && error.code === 'INSP_STRANGERS_LIMIT')
        services.unmatched.note(posted, error.message);
      throw error;
    }
    const recent = await takenLately(posted, services);
    if (recent?.failure !== undefined)
      return rejectAgain(run.faults, recent.failure, recent.record, services);
    if (recent !== undefined) return { uuid: recent.uuid };
    if (run.outage !== undefined) throw processingFailure(run.outage);
    services.unmatched.note(posted, error.message);
    return reject([...run.faults, error.message], posted.data, undefined, services, error.told);
  }
}

/** What became of the same data lately; undefined: they are new, or the record of their node is gone. */
async function takenLately(
  { text }: PostedData,
  { recent, database }: ConductorServices,
): Promise<(RecentPost & { readonly record: StoredRecord }) | undefined> {
  const post = await recent.find(text);
  const record = post && (await database.records.get(post.uuid));
  return post && record && { ...post, record };
}

/** Data whose introspection has failed with them: the machine is no stranger, and is told once more what happened. */
function rejectAgain(
  faults: readonly string[],
  failure: string,
  record: StoredRecord,
  { log }: ConductorServices,
): never {
  log.info(`${logPrefix(record)} posted the same data again, with which its introspection has failed`);
  const last = `Look up error: Could not find a node that waits for these data, its introspection has failed with them: ${failure}`;
  throw new InspectorError('INSP_LOOKUP_FAILED', failureText([...faults, last]));
}

/** Up to and including the rules. The end is handed over. */
async function receive(post: Post, handOver: HandOver, services: ConductorServices): Promise<void> {
  const { held, posted, run } = post;
  held.limitTime(workLimit(services.config));
  held.account.data = posted.data;
  if (run.outage !== undefined) {
    await postpone(held, posted, run.outage, services);
    throw processingFailure(run.outage);
  }
  if (run.faults.length > 0) {
    await failIntrospection(
      held,
      { error: run.faults.join('\n'), hookResults: run.results, reason: 'hook' },
      services,
    );
    await services.recent.remember(posted.text, { record: held.record, failure: run.faults.join('\n') });
    await reject(run.faults, posted.data, held.record, services);
  }
  const node = await processPost(post, services);
  await services.recent.remember(posted.text, { record: held.record });
  handOver(`finish introspection of ${held.uuid}`, async () => {
    const conclusion = { data: posted.data, hookResults: run.results, done: 'introspection finished' };
    const ended = await conclude(held, conclusion, services, () => powerOffUnlessInUse(held, node, services));
    if (ended) await syncFilterQuietly(services);
  });
}

/**
 * Refuses data: their logs are kept, and the ramdisk is told what is wrong with them, unless they belong to nobody and
 * strangers are to learn nothing.
 *
 * @param toldLast - what it is told instead of the last fault, which may name other nodes
 */
async function reject(
  faults: readonly string[],
  data: JsonObject,
  node: StoredRecord | undefined,
  services: ConductorServices,
  toldLast = faults.at(-1),
): Promise<never> {
  await storeRamdiskLogs(data, node?.uuid, services);
  services.log.error(`${logPrefix(node, data)} ${failureText(faults)}`);
  if (node === undefined && services.config.processing.quietLookup) {
    throw new InspectorError('INSP_NOT_EXPECTED', NOT_EXPECTED);
  }
  throw new InspectorError('INSP_LOOKUP_FAILED', failureText([...faults.slice(0, -1), toldLast]));
}

/** The words of Ironic, whose own inspection says no more either. */
const NOT_EXPECTED = 'Resource could not be found.';

const failureText = (lines: readonly (string | undefined)[]): string =>
  shortText(`The following failures happened during running pre-processing hooks:\n${lines.join('\n')}`);

/** Any failure ends the introspection, except that of a service that is away: then the data are kept. */
async function processPost(post: Post, services: ConductorServices): Promise<BareMetalNode> {
  const { held, posted, run } = post;
  const isStored = await storeAsReceived(post, services);
  const node = await readNode(post, services);
  try {
    await held.apply('process', { name: node.name ?? null, ...keepWhileWorking(posted.text, services) });
    checkProvisionState(node, services.config.processing.permitActiveIntrospection);
    const processing = { data: posted.data, held, run, handle: handleOf(held, services, node) };
    await runHooks(processing, services);
    if (!isStored) await storeAsReceived(post, services);
    await held.permit.during(() => services.filter.sync());
    await runRules(processing, services);
  } catch (error) {
    return failOrPostpone(error, post, services);
  }
  if (services.config.processing.alwaysStoreRamdiskLogs) {
    await storeRamdiskLogs(posted.data, held.uuid, services);
  }
  return node;
}

/**
 * Stores the data as they came. Failing to is no reason to fail an introspection; not being allowed to is.
 *
 * @returns whether they are stored
 */
async function storeAsReceived(
  { held, posted }: Post,
  { log, storage }: ConductorServices,
): Promise<boolean> {
  try {
    await held.permit.during(() => storage.save(held.uuid, withoutMember(posted.text, 'logs'), false));
    return true;
  } catch (error) {
    held.permit.throwIfAborted();
    log.error(
      `${logPrefix(held.record, posted.data)} the data as received could not be stored: ${thrownText(error)}`,
    );
    return false;
  }
}

/** The node, read once. One that is gone ends the introspection; everything else is an outage, after which it goes on. */
async function readNode(post: Post, services: ConductorServices): Promise<BareMetalNode> {
  try {
    return await post.held.permit.during(() => services.baremetal.getNode(post.held.uuid));
  } catch (error) {
    if (isCanceled(error) || isLeaseLost(error) || isLate(error)) return fail(error, post, services);
    if (InspectorError.is(error) && error.code === 'INSP_NODE_NOT_FOUND') return fail(error, post, services);
    await postpone(post.held, post.posted, error, services);
    throw asOutage(error);
  }
}

/** A refusal too is the service's fault, not that of the ramdisk, which repeats only what got a status of 500. */
const asOutage = (error: unknown): unknown =>
  InspectorError.is(error) && error.status < 500
    ? new InspectorError('INSP_BAREMETAL_REJECTED', error.message, { cause: error })
    : error;

const isLate = (error: unknown): boolean =>
  InspectorError.is(error) && error.code === 'INSP_INTROSPECTION_TIMEOUT';

/** A service that is away ends nothing: the ramdisk is told 500, which it repeats, and the data are kept. */
async function failOrPostpone(error: unknown, post: Post, services: ConductorServices): Promise<never> {
  if (!isOutage(error)) return fail(error, post, services);
  await postpone(post.held, post.posted, error, services);
  throw processingFailure(error);
}

/**
 * Ends the introspection because of an error, and throws what the ramdisk is told. A record that became another one
 * meanwhile is left alone, and the lost lease is told as such: the next post may find a free node.
 */
async function fail(
  error: unknown,
  { held, posted, run }: Post,
  services: ConductorServices,
): Promise<never> {
  if (isStateConflict(error)) {
    // Its lease was free, so nobody prepares the node: whoever did could not write how that ended.
    if (held.record.state === 'starting') {
      await failIntrospection(held, { error: thrownText(error) }, services);
    }
    throw error;
  }
  // The ramdisk posts again, or the data are taken over: somebody else has the right to say how it ends.
  if (isLeaseLost(error) && !services.coordinator.exclusive) throw error;
  const told = isLeaseLost(error) ? error : processingFailure(error);
  const failure = failureOf(error);
  const text = failure.event === 'timeout' ? failure.error : told.message;
  await failIntrospection(held, { ...failure, error: text, hookResults: run.results }, services);
  if (!isLeaseLost(error))
    await services.recent.remember(posted.text, { record: held.record, failure: text });
  await storeRamdiskLogs(posted.data, held.uuid, services);
  throw told;
}
