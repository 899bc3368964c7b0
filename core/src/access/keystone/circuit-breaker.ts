import { IdentityOutage } from './identity-outage.js';

/** Failures within {@link WINDOW} after which nobody is asked any more. */
const FAILURES = 5;
/** Milliseconds. */
const WINDOW = 10_000;
/** Milliseconds between two requests that find out whether the service is back. */
const PROBE_INTERVAL = 2000;

/**
 * Keeps callers from waiting for a service that is away: after some failures in a row they are refused at once, and one
 * request every two seconds finds out whether it is back.
 */
export class CircuitBreaker {
  readonly #clock: () => number;
  #failures: number[] = [];
  #last = '';
  /** When the next request may find out; undefined: all may ask. */
  #probeAt: number | undefined;

  /** @param clock - milliseconds that only grow */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
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
      this.#probeAt = this.#clock() + PROBE_INTERVAL;
    }
    try {
      const answer = await ask();
      this.#failures = [];
      this.#probeAt = undefined;
      return answer;
    } catch (error) {
      if (error instanceof IdentityOutage) this.#note(error);
      throw error;
    }
  }

  #note({ message }: IdentityOutage): void {
    const now = this.#clock();
    this.#last = message;
    this.#failures = [...this.#failures.filter((at) => now - at < WINDOW), now].slice(-FAILURES);
    if (this.#failures.length === FAILURES) this.#probeAt ??= now + PROBE_INTERVAL;
  }
}
