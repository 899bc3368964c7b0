import { InspectorError } from '@inspector/plugin-api';
import type { LookupKeys } from '../introspection/lookup.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';

/** Seconds whose requests may be made at once: a rack of machines posts at the same time. */
const BURST = 10;

/** What {@link StrangerRequests} works with. */
export interface StrangerRequestsOptions {
  /** Requests a second; 0: any number. */
  readonly perSecond: number;
  /** Network cards that a machine may have: two of the largest machines may always be asked about at once. */
  readonly interfaces: number;
  readonly metrics: Pick<Metrics, 'limitHits'>;
  readonly log: Pick<Log, 'warn'>;
  /** Milliseconds since some moment; never set back. */
  readonly now?: () => number;
}

/**
 * Limits what is asked of the bare metal service because of posts of unknown machines. Anybody can post, and each MAC
 * of a post is a request.
 */
export class StrangerRequests {
  readonly #options: StrangerRequestsOptions;
  readonly #most: number;
  readonly #now: () => number;
  #left: number;
  #since: number;
  /** Whether the refusals at present were logged. */
  #said = false;

  constructor(options: StrangerRequestsOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#most = Math.max(options.perSecond * BURST, 2 * (options.interfaces + 1));
    this.#left = this.#most;
    this.#since = this.#now();
  }

  /**
   * Allows the requests that looking for an unknown machine takes.
   *
   * @param searches - how often each of its keys is asked about
   * @throws `INSP_STRANGERS_LIMIT` (503) when there were too many requests of this kind lately
   */
  allow({ macs, bmcAddresses }: LookupKeys, searches: number): void {
    const { perSecond, metrics, log } = this.#options;
    const requests = searches * (macs.length + (bmcAddresses.length > 0 ? 1 : 0));
    if (perSecond === 0 || requests === 0) return;
    const now = this.#now();
    this.#left = Math.min(this.#most, this.#left + ((now - this.#since) / 1000) * perSecond);
    this.#since = now;
    if (this.#left >= requests) {
      this.#left -= requests;
      this.#said = false;
      return;
    }
    metrics.limitHits.inc({ limit: 'limits.strangersRequests' });
    if (!this.#said)
      log.warn(
        'Posts of unknown machines are put off: looking for them would take more requests to the bare metal service than `limits.strangersRequests` allows',
      );
    this.#said = true;
    throw new InspectorError('INSP_STRANGERS_LIMIT', 'Too many unknown machines post data; try again later');
  }
}
