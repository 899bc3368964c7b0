import type { Log } from '../log/log.js';
import { within } from '../tasks/within.js';
import { StartInterrupted } from './start-interrupted.js';

/** Milliseconds every step gets, however long the ones before it took: closing DHCP or a database takes a moment. */
const LEAST = 2000;

/** Milliseconds for all steps together where nobody says otherwise. */
const LIMIT = 60_000;

/** Stops something; told how many milliseconds are left for it. */
type Stop = (leftMilliseconds: number) => Promise<unknown>;

/** How time passes while things stop; tests bring their own. */
export interface StopClock {
  /** Milliseconds since some moment; never set back. */
  now(): number;
  /** Waits for work that never rejects, at most so many milliseconds; whether it ended in time. */
  within(work: Promise<unknown>, limitMilliseconds: number): Promise<boolean>;
}

const steadyClock: StopClock = { now: () => performance.now(), within };

/**
 * What has been started, to be stopped in the reverse order, all of it within one time limit. A step that fails
 * does not keep the others running, nor does one that never ends: it is left behind.
 */
export class StopList {
  private readonly steps: { readonly name: string; readonly stop: Stop }[] = [];
  private stopped: Promise<void> | undefined;

  /**
   * @param limitMilliseconds - for all steps together
   * @param leastMilliseconds - what each step gets at least, beyond the limit where that is used up
   */
  constructor(
    private readonly log: Log,
    private readonly limitMilliseconds: number = LIMIT,
    private readonly leastMilliseconds: number = LEAST,
    private readonly clock: StopClock = steadyClock,
  ) {}

  /**
   * Notes something that was started.
   *
   * @throws {@link StartInterrupted} when everything was stopped before this came; it is stopped too
   */
  add(name: string, stop: Stop): void {
    if (this.stopped) {
      void this.attempt(name, stop, this.leastMilliseconds);
      throw new StartInterrupted();
    }
    this.steps.push({ name, stop });
  }

  /**
   * Stops everything; a second call waits for the first.
   *
   * @param limitMilliseconds - for all steps together, where there is less time than usual
   */
  stop(limitMilliseconds = this.limitMilliseconds): Promise<void> {
    this.stopped ??= this.stopAll(limitMilliseconds);
    return this.stopped;
  }

  private async stopAll(limitMilliseconds: number): Promise<void> {
    const end = this.clock.now() + limitMilliseconds;
    const least = Math.min(this.leastMilliseconds, limitMilliseconds);
    for (const { name, stop } of this.steps.reverse()) {
      const left = Math.max(end - this.clock.now(), 0);
      const ended = await this.clock.within(this.attempt(name, stop, left), Math.max(left, least));
      if (!ended) this.log.warn(`Stopping the ${name} takes too long, it is left behind`);
    }
  }

  private async attempt(name: string, stop: Stop, left: number): Promise<void> {
    try {
      await stop(left);
    } catch (error) {
      this.log.error({ err: error }, `Stopping the ${name} failed`);
    }
  }
}
