import { pino } from 'pino';
import type { InspectorConfig } from '../config/types.js';
import { loadPlugins } from './load-plugins.js';
import { createMetrics } from '../metrics/metrics.js';
import { selectPlugins } from '../plugin-host/selection.js';

/**
 * Imports and checks the plugins a configuration enables, without setting any up.
 *
 * @returns how many entry points can be used
 * @throws all problems at once
 */
export async function checkPlugins(config: InspectorConfig, cwd: string): Promise<number> {
  const log = pino({ level: 'silent' });
  const selection = selectPlugins(config);
  const host = await loadPlugins({ config, cwd, log, metrics: createMetrics(), selection });
  const usable = host.report().filter((one) => one.state === 'enabled').length;
  await host.close();
  return usable;
}
