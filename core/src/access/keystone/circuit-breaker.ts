import { IdentityOutage } from './identity-outage.js';

/** Failures within {@link WINDOW} after which nobody is asked any more. */
const FAILURES = 5;
/** Milliseconds. */
const WINDOW = 10_000;
/** Milliseconds between two requests that find out whether the service is back. */
const PROBE_INTERVAL = 2000;

/** How a {@link CircuitBreaker} works. */
export interface CircuitBreakerOptions {
  /** Milliseconds that only grow. */
  readonly clock?: () => number;
  /** Milliseconds without an answer after which a request counts as a failure, although it goes on. */
  readonly patience?: number;
}

/**
 * Keeps callers from waiting for a service that is away: after some failures in a row they are refused at once, and one
 * request every two seconds finds out whether it is back. One that gets no answer is not followed by the next before it counts as a
 * failure: a service that comes back would have to work on all of them first. Any answer ends the outage, a late one too.
 */
export class CircuitBreaker {
  readonly #clock: () => number;
  readonly #patience: number;
  #failures: number[] = [];
  #last = '';
  /** When the next request may find out; undefined: all may ask. */
  #probeAt: number | undefined;

  constructor({ clock = () => performance.now(), patience = 5000 }: CircuitBreakerOptions = {}) {
    this.#clock = clock;
    this.#patience = patience;
  }

  /** Whether requests are refused at present. */
  get isOpen(): boolean {
    return this.#probeAt !== undefined;
  }

  /**
   * Asks, unless the service is known to be away.
   *
   * @throws {@link IdentityOutage}
   */
  async run<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#probeAt !== undefined) {
      if (this.#clock() < this.#probeAt) throw new IdentityOutage(this.#last);
      this.#probeAt = this.#clock() + Math.max(PROBE_INTERVAL, this.#patience);
    }
    const late = setTimeout(() => this.#note(IdentityOutage.late(this.#patience)), this.#patience);
    try {
      const answer = await ask();
      this.#failures = [];
      this.#probeAt = undefined;
      return answer;
    } catch (error) {
      if (error instanceof IdentityOutage) this.#note(error);
      throw error;
    } finally {
      clearTimeout(late);
    }
  }

  #note({ message }: IdentityOutage): void {
    const now = this.#clock();
    this.#last = message;
    this.#failures = [...this.#failures.filter((at) => now - at < WINDOW), now].slice(-FAILURES);
    if (this.#failures.length < FAILURES && !this.isOpen) return;
    this.#probeAt = Math.min(this.#probeAt ?? Number.POSITIVE_INFINITY, now + PROBE_INTERVAL);
  }
}
