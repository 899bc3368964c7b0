import { newOrigin, thrownText, withOrigin } from '@inspector/plugin-api';
import { within } from '../../tasks/within.js';

/** What a look at a part of the service found. */
export interface Finding {
  /** `unseen`: this process cannot look at it. It says nothing about whether the service is ready. */
  readonly state: 'ready' | 'not-ready' | 'unseen';
  /** One sentence: what was seen, or what is wrong and what to do. For operators: it may have addresses. */
  readonly text: string;
}

/** A part that the service needs. */
export interface ReadinessCheck {
  /** Words for people, such as `bare metal service`. */
  readonly name: string;
  /** Looks at the part now. What it throws is why the part is not ready. */
  look(): Promise<Finding>;
}

/** A part with what was found out about it. */
export interface PartState extends Finding {
  readonly name: string;
  /** When the look began, in milliseconds of the clock of {@link Readiness}. */
  readonly lookedAt: number;
}

/** Milliseconds a look may take. */
const LIMIT = 2000;
/** Milliseconds for which what was found is shown to everybody who asks. */
const FRESH = 1000;

/** Says whether the service can do its work, by looking at everything that it needs. */
export class Readiness {
  readonly #checks: readonly ReadinessCheck[];
  readonly #clock: () => number;
  readonly #limit: number;
  #latest: { readonly at: number; readonly parts: Promise<readonly PartState[]> } | undefined;

  /**
   * @param options - `clock`: milliseconds that are never set back; `limit`: milliseconds a look may take
   */
  constructor(
    checks: readonly ReadinessCheck[],
    { clock = () => performance.now(), limit = LIMIT }: { clock?: () => number; limit?: number } = {},
  ) {
    this.#checks = checks;
    this.#clock = clock;
    this.#limit = limit;
  }

  /** The state of each part, not older than a second. All parts are looked at together; no look lasts above two seconds. */
  parts(): Promise<readonly PartState[]> {
    const at = this.#clock();
    if (this.#latest === undefined || at - this.#latest.at >= FRESH) {
      const look = (): Promise<readonly PartState[]> =>
        Promise.all(this.#checks.map((check) => this.#look(check)));
      this.#latest = { at, parts: withOrigin(newOrigin(), look) };
    }
    return this.#latest.parts;
  }

  /** Seconds since a part was looked at. */
  ageOf({ lookedAt }: PartState): number {
    return (this.#clock() - lookedAt) / 1000;
  }

  async #look(check: ReadinessCheck): Promise<PartState> {
    const { name } = check;
    const lookedAt = this.#clock();
    let finding: Finding = { state: 'not-ready', text: `no answer within ${this.#limit / 1000} s` };
    const done = check.look().then(
      (found) => void (finding = found),
      (error: unknown) => void (finding = { state: 'not-ready', text: thrownText(error) }),
    );
    await within(done, this.#limit);
    return { name, lookedAt, ...finding };
  }
}

/** A part that is ready. */
export const ready = (text: string): Finding => ({ state: 'ready', text });

/** A part that is not. */
export const notReady = (text: string): Finding => ({ state: 'not-ready', text });
