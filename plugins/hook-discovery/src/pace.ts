const MINUTE = 60_000;

/** Lets so many things happen within any minute. */
export class Pace {
  readonly #most: number;
  readonly #now: () => number;
  /** When the last things happened, oldest first. */
  #times: number[] = [];

  /**
   * @param most - 0: any number
   * @param now - monotonic clock in milliseconds
   */
  constructor(most: number, now: () => number = () => performance.now()) {
    this.#most = most;
    this.#now = now;
  }

  /** Whether one more may happen now. */
  get free(): boolean {
    if (this.#most === 0) return true;
    const past = this.#now() - MINUTE;
    this.#times = this.#times.filter((time) => time > past);
    return this.#times.length < this.#most;
  }

  /** Notes that one happens. */
  note(): void {
    if (this.#most > 0) this.#times.push(this.#now());
  }
}
