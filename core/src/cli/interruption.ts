import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds an interrupted command has to end by itself, so that it can undo or tell what it has begun. */
const GRACE = 2000;

/**
 * Waits for a command, but not much longer than until it is interrupted: not every library can be told to stop.
 *
 * @throws the reason of the signal, and what the command throws
 */
export async function unlessInterrupted(command: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const ended = new AbortController();
  const cutOff = (async () => {
    await aborted(signal, ended.signal);
    await pause(GRACE, undefined, { signal: ended.signal });
    throw signal.reason;
  })();
  // Ends with an error of its own once the command has ended.
  cutOff.catch(() => undefined);
  try {
    await Promise.race([command, cutOff]);
  } finally {
    ended.abort();
  }
}

const aborted = (signal: AbortSignal, ended: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { signal: ended });
    ended.addEventListener('abort', () => reject(new Error('The command has ended')));
  });
