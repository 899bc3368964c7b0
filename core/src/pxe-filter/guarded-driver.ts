import { thrownText, type FilterSyncRun, type WantedFilterState } from '@inspector/plugin-api';
import { CommandLimit } from '@inspector/plugin-api/commands';
import type { PxeFilterStatus } from '../reports/pxe-filter-status.js';
import type { PxeFilterManagerOptions } from './types.js';

type Parts = Pick<PxeFilterManagerOptions, 'driver' | 'driverName' | 'config' | 'log'>;

/** Seconds that the commands of a reset may take: somebody waits, and the failure is known already. */
const RESET_LIMIT = 5;

/** A driver that is reset when one of its steps fails, so that the next step starts afresh. */
export class GuardedDriver {
  #state: PxeFilterStatus['state'] = 'uninitialized';
  #released = false;
  #applied: WantedFilterState | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  get state(): PxeFilterStatus['state'] {
    return this.#state;
  }

  /** Whether the service is done with the driver: it is not initialised again by itself. */
  get released(): boolean {
    return this.#released;
  }

  /** The latest state that the driver has brought about; undefined: none yet. */
  get applied(): WantedFilterState | undefined {
    return this.#applied;
  }

  /** Throws what the driver throws, after it was reset. */
  async init(wanted: WantedFilterState): Promise<void> {
    await this.#attempt(() => this.parts.driver.init(wanted));
    this.#state = 'initialized';
    this.#released = false;
    this.#applied = wanted;
  }

  /** Lets the driver look at the system. What fails here fails again when it is to change something. */
  async prepare(): Promise<void> {
    const { driver, driverName, log } = this.parts;
    try {
      await driver.prepare?.();
    } catch (error) {
      log.debug({ driver: driverName, error: thrownText(error) }, 'The PXE filter could not look ahead');
    }
  }

  /** Returns how many entries were changed. Throws what the driver throws, after it was reset. */
  async sync(wanted: WantedFilterState, run: FilterSyncRun): Promise<number> {
    const { changes } = await this.#attempt(() => this.parts.driver.sync(wanted, run));
    this.#applied = wanted;
    return changes;
  }

  /** Releases the system when the service stops. Failures are logged. */
  async tearDown(): Promise<void> {
    this.#released = true;
    await this.#release(() => this.parts.driver.tearDown());
  }

  async #attempt<T>(step: () => Promise<T>): Promise<T> {
    const { driver, driverName, config, log } = this.parts;
    try {
      return await step();
    } catch (error) {
      this.onFailure(error);
      log.error({ driver: driverName, error: thrownText(error) }, 'The PXE filter failed and is reset');
      const limit = new CommandLimit(Math.min(RESET_LIMIT, config.pxeFilter.syncTimeout), 'after a failure');
      await this.#release(() => limit.during(() => (driver.reset ? driver.reset() : driver.tearDown())));
      throw error;
    }
  }

  async #release(step: () => Promise<void>): Promise<void> {
    const { driverName, log } = this.parts;
    this.#state = 'uninitialized';
    try {
      await step();
    } catch (error) {
      log.error({ driver: driverName, error: thrownText(error) }, 'The PXE filter could not be reset');
    }
  }
}
