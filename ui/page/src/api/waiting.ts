/** Resolves after a time, when it is woken, or when the signal is aborted. */
export const pause = (
  milliseconds: number,
  signal: AbortSignal,
  toWake: (wake: () => void) => void = () => undefined,
): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
    toWake(done);
  });

/** Resolves when somebody can see the page, or the signal is aborted. */
export async function seen(signal: AbortSignal): Promise<void> {
  while (document.hidden && !signal.aborted) {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        document.removeEventListener('visibilitychange', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      document.addEventListener('visibilitychange', done);
      signal.addEventListener('abort', done);
    });
  }
}
