import { type DhcpLogSight, forAllWhoWait, thrownText, type WantedFilterState } from '@inspector/plugin-api';
import { CommandLimit } from '@inspector/plugin-api/commands';
import type { FilterStanding, PxeFilterStatus } from '../reports/pxe-filter-status.js';
import { createPeriodicTask, systemClock, type PeriodicTask } from '../tasks/periodic-task.js';
import { noteChange } from './change-event.js';
import { DesiredState } from './desired-state.js';
import { filterFailure, NOT_INITIALIZED } from './filter-failure.js';
import { GuardedDriver } from './guarded-driver.js';
import { OutcomeRecord } from './outcome-record.js';
import { createSerial, type Serial } from './serial.js';
import { FilterStatus } from './status.js';
import { syncPeriod } from './sync-period.js';
import type { AskedMachines, PxeFilterManager, PxeFilterManagerOptions } from './types.js';
import { UNUSED_STATE } from './wanted.js';

/** Makes the manager of the PXE filter. */
export const createPxeFilterManager = (options: PxeFilterManagerOptions): PxeFilterManager =>
  new Manager(options);

class Manager implements PxeFilterManager {
  readonly #options: PxeFilterManagerOptions;
  readonly #outcome: OutcomeRecord;
  readonly #desired: DesiredState;
  readonly #driver: GuardedDriver;
  readonly #status: FilterStatus;
  readonly #serial: Serial;
  readonly #task: PeriodicTask;
  /** The failure of a synchronisation that took too long, for those who waited meanwhile. */
  #hung: Error | undefined;

  constructor(options: PxeFilterManagerOptions) {
    const { driverName, log, clock = systemClock } = options;
    const onFailure = (error: unknown): void => this.#outcome.failed(error);
    this.#options = { ...options, clock };
    this.#outcome = new OutcomeRecord(options, clock);
    this.#desired = new DesiredState(options, onFailure);
    this.#driver = new GuardedDriver(options, onFailure);
    this.#status = new FilterStatus(options, this.#driver, this.#outcome);
    this.#serial = createSerial(() => forAllWhoWait(() => this.#withinLimit(() => this.#synchronise())));
    this.#task = createPeriodicTask(() => this.#serial.request(), {
      intervalSeconds: syncPeriod(options),
      clock,
      onError: (error) => {
        log.warn(
          { driver: driverName, error: thrownText(error) },
          'Periodic PXE filter synchronisation failed',
        );
      },
    });
  }

  init(): Promise<void> {
    return this.#serial.run(async () => {
      try {
        await this.#initialise();
      } catch (error) {
        throw this.#failure('the initialisation failed', error);
      }
    });
  }

  sync(): Promise<void> {
    return this.#serial.request();
  }

  tearDown(): Promise<void> {
    return this.#serial.run(() => this.#driver.tearDown());
  }

  periodic(): PeriodicTask {
    return this.#task;
  }

  standing(): FilterStanding {
    return this.#status.standing();
  }

  log(macs: readonly string[]): Promise<DhcpLogSight> {
    return this.#status.log(macs);
  }

  status(asked: AskedMachines = {}): Promise<PxeFilterStatus> {
    return this.#status.read(asked);
  }

  /**
   * Does work whose commands may take `pxeFilter.syncTimeout` seconds together. Where that is too short, requests that
   * already wait get the same failure: a command that hangs would let each of them wait as long again.
   */
  async #withinLimit(work: () => Promise<void>): Promise<void> {
    const hung = this.#hung;
    this.#hung = undefined;
    if (hung) throw hung;
    const limit = new CommandLimit(this.#options.config.pxeFilter.syncTimeout, 'pxeFilter.syncTimeout');
    try {
      await limit.during(work);
    } catch (error) {
      if (limit.exhausted && this.#serial.requested) this.#hung = error as Error;
      throw error;
    }
  }

  async #initialise(): Promise<void> {
    const begun = this.#now();
    const listed = await this.#desired.read();
    const first = listed ?? (await this.#desired.cautious());
    await this.#driver.init(first);
    if (listed) this.#outcome.succeeded(begun, listed, 0);
  }

  async #synchronise(): Promise<void> {
    if (this.#driver.state === 'uninitialized') return this.#recover();
    const begun = this.#now();
    const wanted = this.#needsNothing ? UNUSED_STATE : await this.#lookAhead();
    if (!wanted) return;
    const serial = this.#serial;
    try {
      const changes = await this.#driver.sync(wanted, {
        get superseded() {
          return serial.requested;
        },
      });
      this.#outcome.succeeded(begun, wanted, changes);
      if (changes > 0) await noteChange(this.#options, wanted, changes);
    } catch (error) {
      throw this.#failure('the synchronisation failed', error);
    }
  }

  /** Whether there is nothing to find out before the driver is called. */
  get #needsNothing(): boolean {
    const { driver } = this.#options;
    return driver.passive === true && driver.prepare === undefined;
  }

  async #lookAhead(): Promise<WantedFilterState | undefined> {
    const [wanted] = await Promise.all([this.#desired.read(), this.#driver.prepare()]);
    return wanted;
  }

  async #recover(): Promise<void> {
    if (this.#driver.released) throw this.#failure(NOT_INITIALIZED);
    try {
      await this.#initialise();
    } catch (error) {
      throw this.#failure(NOT_INITIALIZED, error);
    }
    this.#options.log.info({ driver: this.#options.driverName }, 'The PXE filter works again');
  }

  #failure(what: string, cause?: unknown) {
    return filterFailure(this.#options.driverName, this.#driver.state, what, cause);
  }

  #now(): number {
    return (this.#options.clock ?? systemClock).now();
  }
}
