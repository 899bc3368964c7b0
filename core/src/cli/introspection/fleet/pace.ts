import { setTimeout as pause } from 'node:timers/promises';

/** Waits for the next start to be due. Rejects when the signal is aborted. */
export type Pace = (signal: AbortSignal) => Promise<void>;

/**
 * Spreads starts over time.
 *
 * @param perMinute - undefined: as fast as they come
 */
export function paceOf(perMinute: number | undefined): Pace {
  if (perMinute === undefined) return () => Promise.resolve();
  const step = 60_000 / perMinute;
  let next = 0;
  return async (signal) => {
    const now = performance.now();
    const due = Math.max(next, now);
    next = due + step;
    if (due > now) await pause(due - now, undefined, { signal });
  };
}
