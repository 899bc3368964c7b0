/** A start that was told to stop before it had ended. */
export class StartInterrupted extends Error {
  override readonly name = 'StartInterrupted';

  constructor() {
    super('The service was told to stop before it had started');
  }
}

/**
 * Waits for a start, but no longer than until it is told to stop.
 *
 * @param signal - aborted when the start is to stop; undefined: it never is
 * @throws {@link StartInterrupted}, or what the start throws
 */
export async function unlessInterrupted<T>(start: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return start;
  let interrupt: () => void = () => undefined;
  const interrupted = new Promise<never>((_resolve, reject) => {
    interrupt = () => reject(new StartInterrupted());
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { once: true });
  });
  try {
    return await Promise.race([start, interrupted]);
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}
