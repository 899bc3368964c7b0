import { setTimeout as delay } from 'node:timers/promises';

/** Waits so many milliseconds; rejects as soon as the signal aborts. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Waits by the clock. */
export const waitByClock: Wait = async (milliseconds, signal) => {
  await delay(milliseconds, undefined, { signal });
};
