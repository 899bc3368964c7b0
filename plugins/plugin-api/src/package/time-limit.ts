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
export function withTimeLimit<T>(
  work: () => T | Promise<T>,
  seconds: number,
  timeout: () => InspectorError,
  onLate: (error: unknown) => void,
): Promise<T> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const running = work();
    if (!isThenable(running)) return resolve(running);
    let expired = false;
    const expire = (): void => {
      expired = true;
      reject(timeout());
    };
    // What the work did before its first wait counts, too.
    const left = seconds * 1000 - (performance.now() - begun);
    const timer = setTimeout(expire, Math.min(Math.max(left, 0), LONGEST));
    Promise.resolve(running).then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        if (expired) onLate(error);
        else reject(error as Error);
      },
    );
  });
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
