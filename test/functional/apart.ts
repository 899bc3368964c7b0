import type { Inspector, UserConfig } from '@inspector/core';
import type { Logger } from 'pino';
import { resolveConfig } from '../../core/src/config/load.js';
import { startApi } from '../../core/src/server/start-api.js';
import { startConductor } from '../../core/src/server/start-conductor.js';
import { overJson } from '../../core/test/conductor/over-json.js';

/** What {@link startApart} needs. */
interface ApartOptions {
  readonly config: UserConfig;
  readonly cwd: string;
  readonly log: Logger;
}

/**
 * Starts conductor and API apart, as two processes have them: each with a connection to the database and plugins
 * of its own, and JSON between them.
 */
export async function startApart({ config: given, cwd, log }: ApartOptions): Promise<Inspector> {
  const config = resolveConfig(given);
  const behind = await startConductor({ config, cwd, log, upgradeDatabase: true });
  try {
    const api = await startApi({ config, cwd, log, conductor: overJson(behind.conductor) });
    const close = async (): Promise<void> => {
      await api.close();
      await behind.close();
    };
    return { url: api.url, config, close, reload: () => api.reload() };
  } catch (error) {
    await behind.close();
    throw error;
  }
}
