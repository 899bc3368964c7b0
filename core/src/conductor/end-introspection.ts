import type { HookResult } from '../db/types.js';
import type { Holding } from '../introspection/holding.js';
import { logPrefix } from '../node/log-prefix.js';
import { allows, type EndEvent } from '../introspection/state-machine.js';
import { InspectorError, type IntrospectionRecord, type JsonObject, thrownText } from '@inspector/plugin-api';
import type { FailureReason } from '../metrics/introspection-metrics.js';
import type { Metrics } from '../metrics/metrics.js';
import { failureReason } from './failure-reason.js';
import { isCanceled, isLeaseLost, isStateConflict } from './failure.js';
import { overOwnWrites } from './own-writes.js';
import type { ConductorServices } from './services.js';
import { WORKING } from './working-states.js';

type Services = Pick<
  ConductorServices,
  'background' | 'coordinator' | 'filter' | 'log' | 'metrics' | 'unsettled'
>;

/** How an introspection failed. */
export interface Failure {
  readonly error: string;
  /** Default `error`. */
  readonly event?: Exclude<EndEvent, 'finish'>;
  /** How the hooks did, where any ran. */
  readonly hookResults?: readonly HookResult[];
  /** What failed, for the metrics. Default: `hook` where one failed, else `other`. */
  readonly reason?: FailureReason;
  /** true: the node stays held, for whoever has more to do with it. */
  readonly stay?: boolean;
}

/**
 * Puts a record into `error` and closes DHCP for its machine again. Never throws, so that what went wrong
 * first reaches whoever asked; see {@link noteFailure}.
 */
export async function failIntrospection(held: Holding, failure: Failure, services: Services): Promise<void> {
  if (await noteFailure(held, failure, services)) await syncFilterQuietly(services);
}

/**
 * Puts a record into `error`; DHCP stays as it is. A record that cannot take the event, is gone, or is aborted by
 * somebody else, is left alone. What fails after the service has waited for it long enough failed because the service stopped, and the
 * record says that. What cannot be written now (the database fails, or the lease is lost) is written by the clean-up
 * later on, unless somebody else has dealt with the record by then. Where other processes can take the work over, a lost lease
 * ends nothing: see {@link isTakenOver}.
 *
 * @returns whether the record is in `error` now
 */
export async function noteFailure(
  held: Holding,
  { error, event = 'error', hookResults, reason: cause, stay = false }: Failure,
  services: Omit<Services, 'filter'>,
): Promise<boolean> {
  const { background, log, metrics, unsettled } = services;
  const { uuid, record } = held;
  if (isCanceled(held.over)) {
    log.info(`${logPrefix(record)} is aborted; the work on it has ended: ${error}`);
    return false;
  }
  if (!allows(record.state, event)) {
    log.warn(`${logPrefix(record)} stays as it is: ${error}`);
    return false;
  }
  const text = background.cutOff && event === 'error' ? serviceStopped(record) : error;
  try {
    const results = hookResults === undefined ? {} : { hookResults };
    await overOwnWrites(held, () => held.end({ event, error: text, stay, ...results }));
  } catch (reason) {
    if (isLeaseLost(reason) && isTakenOver(record, services)) {
      log.warn(`${logPrefix(record)} is left to whoever takes it over, because the lease was lost: ${error}`);
      return false;
    }
    const changed = isStateConflict(reason);
    if (!changed) await unsettled.note(uuid, { error, fences: held.fences });
    const why = changed
      ? 'the record changed before'
      : isLeaseLost(reason)
        ? 'the lease was lost before'
        : 'the database failed when';
    log.error(`${logPrefix(record)} ${why} its failure was noted (${thrownText(reason)}): ${error}`);
    return false;
  }
  noteEnd(metrics, held, event === 'timeout' ? 'timeout' : 'error');
  metrics.introspectionFailures.inc({ reason: reasonOf({ event, cause, hookResults, background }) });
  log.error(`${logPrefix(held.record)} introspection failed: ${error}`);
  return true;
}

/**
 * Whether another process, or this one with a new lease, goes on with a record whose lease was lost. A start is none of
 * these: nobody knows then whether the machine was told to boot.
 */
export const isTakenOver = (
  { state }: Pick<IntrospectionRecord, 'state'>,
  { coordinator }: Pick<Services, 'coordinator'>,
): boolean => !coordinator.exclusive && state !== 'starting' && WORKING.includes(state);

/** Processing that ends an introspection. */
export interface Conclusion {
  readonly data: JsonObject;
  /** How the hooks did, where that is known. */
  readonly hookResults?: readonly HookResult[];
  /** What the log says when all went well. */
  readonly done: string;
}

/**
 * Does what is left to do and ends the introspection: well, or with the words of what failed.
 *
 * @returns whether it ended well
 */
export async function conclude(
  held: Holding,
  { data, hookResults: known, done }: Conclusion,
  services: Services,
  work: () => Promise<void>,
): Promise<boolean> {
  const { log, metrics } = services;
  const results = known === undefined ? {} : { hookResults: known };
  try {
    await work();
    await held.end({ event: 'finish', error: null, ...results });
  } catch (error) {
    await failIntrospection(held, { ...failureOf(error), ...results }, services);
    return false;
  }
  noteEnd(metrics, held, 'finished');
  log.info(`${logPrefix(held.record, data)} ${done}`);
  return true;
}

/** The failure that an error means. Work that took too long ends like an introspection that did. */
export function failureOf(error: unknown): Failure {
  const late = InspectorError.is(error) && error.code === 'INSP_INTROSPECTION_TIMEOUT';
  const reason = failureReason(error);
  return { error: thrownText(error), event: late ? 'timeout' : 'error', ...(reason && { reason }) };
}

interface EndedFailure {
  readonly event: Exclude<EndEvent, 'finish'>;
  readonly cause: FailureReason | undefined;
  readonly hookResults: readonly HookResult[] | undefined;
  readonly background: Services['background'];
}

function reasonOf({ event, cause, hookResults, background }: EndedFailure): FailureReason {
  if (event === 'timeout') return 'timeout';
  if (event === 'abort_end') return 'abort';
  if (background.cutOff) return 'stopped';
  return cause ?? (hookResults?.some(({ outcome }) => outcome === 'failed') === true ? 'hook' : 'other');
}

function noteEnd(
  { introspections, introspectionSeconds }: Metrics,
  { record: { startedAt } }: Holding,
  outcome: 'finished' | 'error' | 'timeout',
): void {
  introspections.inc({ outcome });
  const seconds = (Date.now() - Date.parse(`${startedAt}Z`)) / 1000;
  // A clock that was set back makes no duration.
  if (seconds >= 0) introspectionSeconds.observe({ outcome }, seconds);
}

/** What the record of work that the end of the service cut off says. */
export const serviceStopped = ({ state }: Pick<IntrospectionRecord, 'state'>): string =>
  `The service stopped while the node was in state ${state}; ` +
  // A start would delete the data that were being processed again.
  (state === 'reapplying' ? 'reapply its data' : 'start its introspection again');

/** Synchronises the filter where its failure must not change the outcome; the periodic run repairs it. */
export async function syncFilterQuietly({ filter, log }: Pick<Services, 'filter' | 'log'>): Promise<void> {
  try {
    await filter.sync();
  } catch (error) {
    log.warn(`The PXE filter could not be synchronised, the next run tries again: ${thrownText(error)}`);
  }
}
