import { StopList } from './stop-list.js';
import type { StartOptions } from './start-options.js';

/**
 * Starts the parts of a process one after another. When one fails, those before it are stopped again.
 *
 * @param start - starts the parts and notes in the list how each is stopped
 */
export async function startAll<T>(
  { log, config }: StartOptions,
  start: (started: StopList) => Promise<T>,
): Promise<T> {
  const started = new StopList(log, config.gracefulShutdownTimeout * 1000);
  try {
    return await start(started);
  } catch (error) {
    await started.stop();
    throw error;
  }
}
