import { NoEtcdAnswer } from './etcd-error.js';

/** A time limit for something that is under way. */
export interface TimeLimit {
  /** Aborts when the time is over, or all limits are ended. */
  readonly signal: AbortSignal;
  /** To be called when it is done. */
  done(): void;
}

/** Time limits that can be ended together. (`AbortSignal.any` of Node 20 keeps memory for as long as its sources live.) */
export class TimeLimits {
  readonly #running = new Map<AbortController, NodeJS.Timeout>();
  #reason: Error | undefined;

  /** Why all limits were ended; undefined while they were not. */
  get reason(): Error | undefined {
    return this.#reason;
  }

  /**
   * Begins a time limit.
   *
   * @param more - asked when the time is over: the milliseconds it goes on for, 0 or less: none
   */
  begin(milliseconds: number, more: () => number = () => 0): TimeLimit {
    const controller = new AbortController();
    const done = (): void => {
      clearTimeout(this.#running.get(controller));
      this.#running.delete(controller);
    };
    const late = (): void => {
      const rest = more();
      if (rest > 0) {
        this.#running.set(controller, setTimeout(late, Math.ceil(rest)));
        return;
      }
      this.#running.delete(controller);
      controller.abort(new NoEtcdAnswer('no answer in time', undefined, true));
    };
    if (this.#reason !== undefined) controller.abort(this.#reason);
    else this.#running.set(controller, setTimeout(late, Math.ceil(milliseconds)));
    return { signal: controller.signal, done };
  }

  /** Aborts those that run, and does not affect those that begin later. */
  abort(reason: Error): void {
    for (const [controller, timer] of [...this.#running]) {
      clearTimeout(timer);
      this.#running.delete(controller);
      controller.abort(reason);
    }
  }

  /** Aborts those that run, and all that begin later. */
  end(reason: Error): void {
    this.#reason ??= reason;
    this.abort(this.#reason);
  }
}
