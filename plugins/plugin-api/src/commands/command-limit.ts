import { WorkSlot } from '../work/work-slot.js';
import type { CommandError } from './command.js';

const limits = new WorkSlot<CommandLimit>('command-limit');

/**
 * How long all programs together may run that some work starts, because somebody waits for the work. Only time in which a
 * program runs counts. Once it is used up, every further program fails with the error of the one that used it up.
 */
export class CommandLimit {
  /** Seconds. */
  readonly seconds: number;
  /** The option that sets it, for messages. */
  readonly option: string;
  #used = 0;
  #exhausted: CommandError | undefined;

  constructor(seconds: number, option: string) {
    this.seconds = seconds;
    this.option = option;
  }

  /** Does work, with everything that it calls, under this limit. */
  during<T>(work: () => T): T {
    return limits.during(this, work);
  }

  /** Seconds that are left, at least 0. */
  get left(): number {
    return Math.max(0, this.seconds - this.#used);
  }

  /** The error of the program that used the limit up; undefined: none has. */
  get exhausted(): CommandError | undefined {
    return this.#exhausted;
  }

  /** Takes off the seconds that a program has run. */
  spend(seconds: number): void {
    this.#used += seconds;
  }

  /** To be called with the error of a program that was ended because of the limit. */
  exhaust(error: CommandError): void {
    this.#exhausted ??= error;
  }
}

/** The limit of the work that runs now; undefined: programs have their own limits only. */
export const currentCommandLimit = (): CommandLimit | undefined => limits.current;
