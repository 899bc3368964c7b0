import { basename } from 'node:path';
import { importIni, type ImportedConfig, type PluginOptions } from '../config/import-ini.js';
import { configText } from '../config/write-config.js';
import { InspectorError } from '@inspector/plugin-api';
import type { CliContext } from './context.js';
import { readInput, shown, writeOutput } from './files.js';

/** Options of `inspector config import`. */
export interface ImportOptions {
  readonly output?: string;
  readonly force?: boolean;
  readonly withSecrets?: boolean;
}

/** Reads the old file, writes the new one, and says on standard error which options were left out. */
export async function importFile(file: string, options: ImportOptions, context: CliContext): Promise<void> {
  const old = await readInput(file, 'options', context);
  const imported = importIni(old, await pluginOptions(context), options.withSecrets ?? false);
  refuseOtherFile(imported, file);
  refuseWrongValues(imported, file);
  const text = configText(options.output, imported, file === '-' ? 'standard input' : basename(file));
  if (options.output === undefined) context.stdout.write(text);
  else {
    const { force = false } = options;
    await writeOutput(options.output, text, context.cwd, { mode: OWNER_ONLY, overwrite: force });
  }
  reportLeftOut(imported, context);
}

/** Mode of the new file: it may hold secrets. */
const OWNER_ONLY = 0o600;

/** ironic-inspector would not start with such a value, so this is not the configuration it had. */
function refuseWrongValues({ wrong }: ImportedConfig, file: string): void {
  if (wrong.length === 0) return;
  const lines = wrong.map(({ option, line, problem }) => `  line ${line}: ${option} ${problem}`);
  throw new InspectorError(
    'INSP_CONFIG_INVALID',
    `${shown(file)} has ${wrong.length === 1 ? 'a value' : 'values'} that no option takes:\n${lines.join('\n')}\nCorrect the file, then import it again.`,
  );
}

/** The file is no configuration. To leave all of it out would look like a success. */
function refuseOtherFile({ leftOut, isOther }: ImportedConfig, file: string): void {
  if (!isOther) return;
  const lines = leftOut.length === 1 ? 'its one line is' : `all ${leftOut.length} lines are`;
  throw new InspectorError(
    'INSP_CONFIG_UNREADABLE',
    `${shown(file)} is no ironic-inspector.conf: ${lines} neither a [group] nor a setting.`,
  );
}

function reportLeftOut({ leftOut, undecided, secrets }: ImportedConfig, context: CliContext): void {
  for (const { option, line, reason } of leftOut)
    context.warn(`line ${line}: ${option} is left out: ${reason}`);
  for (const name of Object.keys(secrets))
    context.warn(`${name} must be set in the environment: its value is a secret`);
  for (const text of undecided) context.warn(text);
  if (leftOut.length === 0) context.warn('Every option was carried over.');
}

/** Options of all installed plugins that have a group of their own, imported to learn their schemas. */
async function pluginOptions(context: CliContext): Promise<PluginOptions[]> {
  const [{ createPluginHost }, { describePackage }, { resolveConfig }, { createMetrics }, { pino }] =
    await Promise.all([
      import('../plugin-host/registry.js'),
      import('../plugin-host/describe.js'),
      import('../config/load.js'),
      import('../metrics/metrics.js'),
      import('pino'),
    ]);
  const log = pino({ level: 'silent' });
  const host = await createPluginHost({
    config: resolveConfig({}),
    cwd: context.cwd,
    log,
    metrics: createMetrics(),
  });
  const found: PluginOptions[] = [];
  for (const owner of host.packages) {
    if (owner.configGroup === undefined) continue;
    const { plugins } = await describePackage(owner, host.report());
    const properties = Object.assign(
      {},
      ...plugins.map(({ configSchema }) => configSchema?.['properties'] ?? {}),
    ) as PluginOptions['properties'];
    found.push({ group: owner.configGroup, properties });
  }
  return found;
}
