import type { Command } from 'commander';
import { inspectWithOrigin } from './config-source.js';
import type { CliContext } from './context.js';

/** Options of `inspector config validate`. */
export interface ValidateOptions {
  readonly connect?: boolean;
}

/**
 * Prints everything that would stop a start, and sets the exit status. With `connect` it also says what would keep callers from being let
 * in.
 *
 * @param program - knows `--config`
 * @throws `INSP_CONFIG_UNREADABLE`
 */
export async function validateConfig(
  { connect = false }: ValidateOptions,
  program: Command,
  context: CliContext,
): Promise<void> {
  const found = await inspectWithOrigin(program, context);
  const { validateService } = await import('../server/validate/validate-service.js');
  const { faults, notes, unready, plugins } = await validateService(found, context.cwd, { connect });
  for (const { code, message } of faults) context.warn(`${code}: ${message}`);
  for (const text of notes) context.warn(`Note: ${text}.`);
  for (const text of unready) context.warn(`Callers with tokens would not be let in: ${text}`);
  const where = found.path === undefined ? `no file found in ${context.cwd}` : found.path;
  if (faults.length === 0) {
    context.print(`The configuration is valid (${where}); ${plugins} plugins can be used.`);
    if (unready.length > 0) context.setExitCode(1);
    return;
  }
  const count = faults.length === 1 ? 'One problem stops' : `${faults.length} problems stop`;
  context.warn(`${count} the start. Configuration: ${where}; INSPECTOR_… in the environment counts, too.`);
  context.setExitCode(1);
}
