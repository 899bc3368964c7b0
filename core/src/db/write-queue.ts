import pLimit, { type LimitFunction } from 'p-limit';

/**
 * Runs tasks one after the other, in the order they came. sqlite allows one writer at a time; transactions of one
 * process that met at the database file would starve each other of threads, so they wait here instead.
 */
export type WriteQueue = LimitFunction;

/** Makes a queue of its own, for a database that nobody else can open. */
export const createWriteQueue = (): WriteQueue => pLimit(1);

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
  const shared = queues.get(path) ?? { queue: createWriteQueue(), users: 0 };
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
