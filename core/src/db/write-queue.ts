/**
 * Runs tasks one after the other, in the order they came. sqlite allows one writer at a time; transactions of one
 * process that met at the database file would starve each other of threads, so they wait here instead.
 */
export class WriteQueue {
  #tail: Promise<unknown> = Promise.resolve();

  /** Runs a task when all tasks given before have ended, well or badly. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task);
    this.#tail = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}

interface Shared {
  readonly queue: WriteQueue;
  users: number;
}
const queues = new Map<string, Shared>();

/**
 * The queue of a database file: whoever opens the file in this process waits in the same one.
 *
 * @param path the real path of the file
 * @returns the queue, and a function to call when it is no longer needed
 */
export function writeQueueOf(path: string): { queue: WriteQueue; release: () => void } {
  const shared = queues.get(path) ?? { queue: new WriteQueue(), users: 0 };
  shared.users += 1;
  queues.set(path, shared);
  return {
    queue: shared.queue,
    release: () => {
      shared.users -= 1;
      if (shared.users === 0) queues.delete(path);
    },
  };
}
