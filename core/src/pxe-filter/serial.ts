import pLimit from 'p-limit';

/** Runs jobs one after another, and merges requests for the same job while it waits. */
export interface Serial {
  /** Runs a job after everything asked for earlier. */
  run<T>(job: () => Promise<T>): Promise<T>;
  /**
   * Asks for the repeatable job. A request made while the job waits for its turn joins it; one made while it
   * runs gets exactly one later run, shared with all others that come meanwhile. So every caller waits for a
   * run that began after its request.
   */
  request(): Promise<void>;
  /** Whether a repeatable job waits for its turn. */
  readonly requested: boolean;
}

/** Makes a queue for jobs, with `repeatable` as the one that {@link Serial.request} asks for. */
export function createSerial(repeatable: () => Promise<void>): Serial {
  const run = pLimit(1);
  let waiting: Promise<void> | undefined;

  return {
    run,
    request() {
      waiting ??= run(() => {
        waiting = undefined;
        return repeatable();
      });
      return waiting;
    },
    get requested() {
      return waiting !== undefined;
    },
  };
}
