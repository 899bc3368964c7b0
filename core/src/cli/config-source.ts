import type { Command } from 'commander';
import type { ConfigFindings, LoadedConfig } from '../config/load.js';
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

/**
 * Loads the configuration whatever is wrong with its options.
 *
 * @param program - knows `--config`
 * @throws `INSP_CONFIG_UNREADABLE`
 */
export async function inspectWithOrigin(program: Command, { cwd, env }: CliContext): Promise<ConfigFindings> {
  const { inspectConfig } = await import('../config/load.js');
  return inspectConfig({ cwd, env, file: program.opts<{ config?: string }>().config });
}
