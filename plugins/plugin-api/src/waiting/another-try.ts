import type { PluginLog } from '../contract/context.js';
import { WorkSlot } from '../work/work-slot.js';
import { currentPatience } from './patience.js';

/** Another try of a request that failed. */
export interface AnotherTry {
  /** Which service is asked, such as `Ironic`. */
  readonly service: string;
  /** What was asked, and why it failed. */
  readonly reason: string;
  /** How many tries there were, and how many there can be. */
  readonly attempt: number;
  readonly attempts: number;
  /** Seconds until the next one. */
  readonly pause: number;
  /** Seconds that all pauses together may last. */
  readonly longest: number;
}

/** What waiting takes. */
export interface WaitServices {
  readonly log: Pick<PluginLog, 'warn' | 'debug'>;
  /** Waits so many milliseconds; rejects when the signal aborts before. */
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

/**
 * Pauses before another try, where one is left and the patience of the work lasts. The first pause is logged and told as
 * what the work waits for.
 *
 * @returns whether to try again
 * @throws why the work has ended, or what `wait` throws
 */
export async function anotherTry(
  { service, reason, attempt, attempts, pause, longest }: AnotherTry,
  { log, wait }: WaitServices,
): Promise<boolean> {
  const patience = currentPatience();
  patience?.throwIfAborted();
  const left = (patience?.left ?? Number.POSITIVE_INFINITY) / 1000;
  if (attempt >= attempts || left < pause) return false;
  if (attempt === 1 && further.current === undefined) {
    const seconds = String(Math.ceil(Math.min(longest, left)));
    const step =
      `waits for ${service}: ${reason.replace(/\.$/, '')}. Try 2 of ${String(attempts)} follows in ${String(pause)} s, ` +
      `the last one after ${seconds} s at most`;
    log.warn(`Inspector ${step}`);
    patience?.tell(step);
  } else {
    log.debug({ attempt, attempts }, `${service}: next try in ${String(pause)} s: ${reason}`);
  }
  await wait(pause * 1000, patience?.signal);
  patience?.spend(pause * 1000);
  return true;
}

const further = new WorkSlot<true>('further-try');

/**
 * Does again what consists of tries itself. The log has said that the service is waited for, so the tries within are told
 * as debug messages only.
 */
export const duringFurtherTry = <T>(work: () => T): T => further.during(true, work);

/** Tells that what was tried again works now. */
export const triesEnded = (): void => currentPatience()?.tell(undefined);
