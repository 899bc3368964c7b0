import { StartInterrupted, unlessInterrupted } from './start-interrupted.js';
import { StopList } from './stop-list.js';
import type { StartOptions } from './start-options.js';

/** Milliseconds for stopping what an interrupted start has begun: whoever stops it does not wait for long. */
const HURRY = 800;

/**
 * Starts the parts of a process one after another. When one fails, or the start is to stop,
 * those before it are stopped again.
 *
 * @param start - starts the parts and notes in the list how each is stopped
 */
export async function startAll<T>(
  { log, config, signal }: StartOptions,
  start: (started: StopList) => Promise<T>,
): Promise<T> {
  const started = new StopList(log, config.gracefulShutdownTimeout * 1000);
  try {
    return await unlessInterrupted(start(started), signal);
  } catch (error) {
    await started.stop(error instanceof StartInterrupted ? HURRY : undefined);
    throw error;
  }
}
