import { newOrigin, withOrigin } from '@inspector/plugin-api';

/** How the time passes; tests bring their own. */
export interface TaskClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `task` once after some milliseconds; the result cancels it. */
  after(milliseconds: number, task: () => void): () => void;
}

/** The clock on the wall. A waiting task does not keep the process alive. */
export const systemClock: TaskClock = {
  now: () => Date.now(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

/** A task that repeats. */
export interface PeriodicTask {
  /** Begins; the first run comes after one interval. Starting twice changes nothing. */
  start(): void;
  /** Ends; resolves when a run in progress is over. */
  stop(): Promise<void>;
}

/**
 * Repeats a task with the given pause between the end of one run and the beginning of the next, so runs never
 * overlap. Each has a request id of its own. A failing run goes to `onError` and does not end the task. An interval of 0 never runs.
 */
export function createPeriodicTask(
  task: () => Promise<void>,
  options: {
    readonly intervalSeconds: number;
    /** Default: the clock on the wall. */
    readonly clock?: TaskClock;
    readonly onError: (error: unknown) => void;
  },
): PeriodicTask {
  const { intervalSeconds, onError, clock = systemClock } = options;
  let cancel: (() => void) | undefined;
  let running: Promise<void> = Promise.resolve();
  let started = false;

  function schedule(): void {
    cancel = clock.after(intervalSeconds * 1000, () => {
      running = withOrigin(newOrigin(), task)
        .catch(onError)
        .then(() => {
          if (started) schedule();
        });
    });
  }

  return {
    start() {
      if (started || intervalSeconds <= 0) return;
      started = true;
      schedule();
    },
    async stop() {
      started = false;
      cancel?.();
      await running;
    },
  };
}
