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
  let last: Promise<unknown> = Promise.resolve();
  let waiting: Promise<void> | undefined;

  function run<T>(job: () => Promise<T>): Promise<T> {
    const result = last.then(job);
    // A failure belongs to whoever asked for that job; the next one starts all the same.
    last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

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
