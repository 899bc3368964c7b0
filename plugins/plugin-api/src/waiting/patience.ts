import { WorkSlot } from '../work/work-slot.js';

/** What {@link Patience} asks whether it still makes sense to wait; a permit with an AbortSignal is one. */
export interface WaitingPermission {
  /** Aborts when the work that waits has ended. */
  readonly signal: AbortSignal;
  /** Throws why the work has ended, if it has. */
  throwIfAborted(): void;
}

/** Is told what work waits for: a sentence with the service, the request, the try and how long it may last. */
export type OnWait = (step: string | undefined) => void;

interface Budget {
  milliseconds: number;
}

/**
 * How long some work may wait for the services it needs. All waits of one request of a ramdisk share one budget, because
 * the ramdisk does not wait for ever. Time in which a service works does not count; pauses between tries and tries that
 * failed do.
 */
export class Patience {
  readonly #budget: Budget;
  readonly #permission: WaitingPermission | undefined;
  readonly #onWait: OnWait | undefined;

  private constructor(budget: Budget, permission?: WaitingPermission, onWait?: OnWait) {
    this.#budget = budget;
    this.#permission = permission;
    this.#onWait = onWait;
  }

  /** Patience for so many seconds of waiting. */
  static of(seconds: number): Patience {
    return new Patience({ milliseconds: seconds * 1000 });
  }

  /** Patience for work that nobody waits for: each wait lasts as long as its own options say. */
  static endless(): Patience {
    return Patience.of(Number.POSITIVE_INFINITY);
  }

  /** The same budget for work that may end earlier, and whose waits are told to somebody. */
  within(permission: WaitingPermission, onWait: OnWait): Patience {
    return new Patience(this.#budget, permission, onWait);
  }

  /** The same budget for work that does not end with anybody's. */
  get shared(): Patience {
    return new Patience(this.#budget);
  }

  /** Milliseconds of waiting that are left, at least 0. */
  get left(): number {
    return Math.max(0, this.#budget.milliseconds);
  }

  /** Aborts when the work that waits has ended; undefined: it does not end before its waits. */
  get signal(): AbortSignal | undefined {
    return this.#permission?.signal;
  }

  /** Throws why the work that waits has ended, if it has. */
  throwIfAborted(): void {
    this.#permission?.throwIfAborted();
  }

  /** Takes off what was waited. */
  spend(milliseconds: number): void {
    this.#budget.milliseconds -= milliseconds;
  }

  /** Tells what the work waits for from now on; undefined: it goes on. */
  tell(step: string | undefined): void {
    this.#onWait?.(step);
  }
}

const patiences = new WorkSlot<Patience>('patience');

/** The patience of the work that runs now; undefined outside of {@link withPatience}. */
export const currentPatience = (): Patience | undefined => patiences.current;

/** Does work, with everything that it calls, under some patience. */
export const withPatience = <T>(patience: Patience, work: () => T): T => patiences.during(patience, work);

/**
 * Begins work that others wait for as well, such as a sign-on or a synchronisation: it has the patience of whoever began
 * it, and goes on when their own work ends.
 */
export const forAllWhoWait = <T>(work: () => T): T => {
  const patience = currentPatience();
  return patience === undefined ? work() : withPatience(patience.shared, work);
};
