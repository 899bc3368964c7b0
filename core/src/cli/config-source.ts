import type { Command } from 'commander';
import type { LoadedConfig } from '../config/load.js';
import type { CliContext } from './context.js';

/**
 * Loads the configuration and says where it comes from.
 *
 * @param program - knows `--config`
 * @throws `INSP_CONFIG_*`
 */
export async function loadWithOrigin(program: Command, { cwd, env }: CliContext): Promise<LoadedConfig> {
  const { loadConfig } = await import('../config/load.js');
  return loadConfig({ cwd, env, file: program.opts<{ config?: string }>().config });
}
