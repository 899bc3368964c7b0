import type { InspectorError } from '../errors/inspector-error.js';

/** The longest a timer of Node can be, in milliseconds (24.8 days); beyond it fires at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Waits for work of a plugin, but not longer than a limit. The work itself cannot be stopped: what it does after
 * the limit is done behind the caller's back, and a late failure goes to `onLate`.
 *
 * @param seconds - Time limit.
 * @param timeout - Makes the error to throw when the limit is reached.
 * @param onLate - Gets what the work throws after the limit.
 */
export async function withTimeLimit<T>(
  work: () => T | Promise<T>,
  seconds: number,
  timeout: () => InspectorError,
  onLate: (error: unknown) => void,
): Promise<T> {
  let expired = false;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        expired = true;
        reject(timeout());
      },
      Math.min(seconds * 1000, LONGEST),
    );
  });
  const running = Promise.resolve().then(work);
  running.catch((error: unknown) => {
    if (expired) onLate(error);
  });
  try {
    return await Promise.race([running, limit]);
  } finally {
    clearTimeout(timer);
  }
}
