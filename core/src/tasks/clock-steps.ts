/** Seconds that are no step: NTP corrects small differences bit by bit, and a look takes its time. */
const TOLERATED = 30;
/** Steps that are remembered; a clock that is set more often is not trusted less for it. */
const MOST = 20;

interface Step {
  /** What the clock said last before it was set, milliseconds since 1970. */
  readonly before: number;
  /** How far it was set: seconds, below 0 where it was set back. */
  readonly seconds: number;
}

/** What {@link ClockSteps} reads; tests bring their own. */
export interface Clocks {
  /** Milliseconds since 1970; somebody may set it. */
  readonly wall: () => number;
  /** Milliseconds since some moment, of which nothing is left out and nothing comes twice. */
  readonly steady: () => number;
}

/**
 * Notices when the clock of the machine is set while the process runs: by NTP after a start without a battery, by hand, or
 * because the machine was suspended. Time limits that go by the clock ask how much of what has passed was no time.
 */
export class ClockSteps {
  readonly #clocks: Clocks;
  #last: { readonly wall: number; readonly steady: number };
  #steps: Step[] = [];

  constructor(clocks: Clocks = { wall: () => Date.now(), steady: () => performance.now() }) {
    this.#clocks = clocks;
    this.#last = this.#read();
  }

  /**
   * Looks at the clock; to be called every now and then.
   *
   * @returns by how many seconds it was set since the last look; undefined: it was not
   */
  look(): number | undefined {
    const seen = this.#read();
    const passed = seen.steady - this.#last.steady;
    const seconds = Math.round((seen.wall - this.#last.wall - passed) / 1000);
    const before = this.#last.wall + passed;
    this.#last = seen;
    if (Math.abs(seconds) <= TOLERATED) return undefined;
    this.#steps = [...this.#steps, { before, seconds }].slice(-MOST);
    return seconds;
  }

  /**
   * Seconds by which the clock was set forward since a moment, all in all. A moment that the clock shows a second time after it
   * was set back may be either one, so setting it back only takes away what was added before.
   *
   * @param moment - milliseconds since 1970, as the clock was then
   */
  since(moment: number): number {
    const steps = this.#steps.filter(({ before }) => before >= moment);
    return Math.max(
      0,
      steps.reduce((sum, { seconds }) => sum + seconds, 0),
    );
  }

  #read(): { readonly wall: number; readonly steady: number } {
    return { wall: this.#clocks.wall(), steady: this.#clocks.steady() };
  }
}
