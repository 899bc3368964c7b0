/** How time passes; tests bring their own. */
export interface Clock {
  /** Milliseconds since some moment; never set back, but stands still while a machine is suspended. */
  steady(): number;
  /** Milliseconds of the time of day, which jumps when the clock is set, and after a suspension. */
  ofDay(): number;
}

/** The clock of the machine. */
export const machineClock: Clock = { steady: () => performance.now(), ofDay: () => Date.now() };

/** Part of a lease's time in which it is used. What is left is for clocks that differ and for what is under way. */
export const USABLE = 0.7;

/**
 * The lease of etcd that all keys of this process belong to, from its grant until it is lost. Everything the process holds
 * is lost with it, in the process before it is in etcd: time counts from when a renewal was *sent*.
 */
export class Session {
  readonly #lost = new AbortController();
  readonly #usable: number;
  #sent: { readonly steady: number; readonly ofDay: number };

  /**
   * @param id - of the membership
   * @param lease - id of the lease of etcd
   * @param ttl - milliseconds that etcd granted
   * @param sent - when the grant was asked for
   */
  constructor(
    readonly id: string,
    readonly lease: string,
    readonly ttl: number,
    private readonly clock: Clock,
    sent: { readonly steady: number; readonly ofDay: number },
  ) {
    this.#usable = ttl * USABLE;
    this.#sent = sent;
  }

  /** Aborts when everything that belongs to the session is lost. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Milliseconds until it is lost unless it is renewed. 0: it is lost. */
  get left(): number {
    if (this.lost.aborted) return 0;
    const { steady, ofDay } = this.#sent;
    // A suspended machine has stopped the one, a clock that is set back has turned the other.
    const passed = Math.max(this.clock.steady() - steady, this.clock.ofDay() - ofDay);
    return Math.max(this.#usable - passed, 0);
  }

  /** Looks at the clock: the session is lost when its time is over. Returns whether it lasts. */
  check(): boolean {
    if (this.left > 0) return true;
    const seconds = (this.#usable / 1000).toFixed(1);
    this.lose(`etcd did not renew the lease of this process for ${seconds} s`);
    return false;
  }

  /** Notes a renewal that etcd confirmed. */
  renewed(sent: { readonly steady: number; readonly ofDay: number }): void {
    if (this.check()) this.#sent = sent;
  }

  /** Ends it; the first reason counts. */
  lose(reason: string): void {
    if (!this.lost.aborted) this.#lost.abort(new Error(reason));
  }
}
