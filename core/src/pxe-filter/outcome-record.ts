import { thrownText, type WantedFilterState } from '@inspector/plugin-api';
import type { LastSync, PxeFilterStatus } from '../reports/pxe-filter-status.js';
import type { TaskClock } from '../tasks/periodic-task.js';
import type { PxeFilterManagerOptions } from './types.js';

type Parts = Pick<PxeFilterManagerOptions, 'driverName' | 'metrics' | 'log'>;

/** How the latest synchronisations went: for the status, the metrics and the log. */
export class OutcomeRecord {
  #lastSync: LastSync | null = null;
  #lastFailure: PxeFilterStatus['last_failure'] = null;

  constructor(
    private readonly parts: Parts,
    private readonly clock: TaskClock,
  ) {}

  get lastSync(): LastSync | null {
    return this.#lastSync;
  }

  /** Kept until a synchronisation succeeds. */
  get lastFailure(): PxeFilterStatus['last_failure'] {
    return this.#lastFailure;
  }

  /** @param begun - milliseconds of the clock */
  succeeded(begun: number, { allowed, denied, unknown }: WantedFilterState, changes: number): void {
    const { driverName: driver, metrics, log } = this.parts;
    const seconds = (this.clock.now() - begun) / 1000;
    metrics.filterSyncSeconds.observe({ driver }, seconds);
    metrics.filterLastSync.set({ driver }, this.clock.now() / 1000);
    metrics.filterChanges.inc({ driver }, changes);
    this.#lastFailure = null;
    this.#lastSync = {
      started_at: new Date(begun).toISOString(),
      seconds,
      changes,
      allowed: allowed.size,
      denied: denied.size,
      unknown,
    };
    log.debug({ driver, ...this.#lastSync }, 'The PXE filter was synchronised');
  }

  failed(error: unknown): void {
    this.parts.metrics.filterFailures.inc({ driver: this.parts.driverName });
    this.#lastFailure = { at: new Date(this.clock.now()).toISOString(), message: thrownText(error) };
  }
}
