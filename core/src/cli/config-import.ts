import { basename } from 'node:path';
import { importIni, type ImportedConfig, type PluginOptions } from '../config/import-ini.js';
import { importOsaIni, isOsaIni, type InventoryPlugin } from '../config/import-osa-ini.js';
import { configText } from '../config/write-config.js';
import { InspectorError } from '@inspector/plugin-api';
import type { PluginPackage } from '@inspector/plugin-api/package';
import type { describePackage } from '../plugin-host/describe.js';
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
  const withSecrets = options.withSecrets ?? false;
  const imported = isOsaIni(old)
    ? importOsaIni(old, await inventoryPlugins(context), withSecrets)
    : importIni(old, await pluginOptions(context), withSecrets);
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
  const found: PluginOptions[] = [];
  for (const { owner, plugins } of await describedPackages(context)) {
    if (owner.configGroup === undefined) continue;
    found.push({ group: owner.configGroup, properties: propertiesOf(plugins) });
  }
  return found;
}

/** The inventory backends that are installed. */
async function inventoryPlugins(context: CliContext): Promise<InventoryPlugin[]> {
  const described = await describedPackages(context);
  return described.flatMap(({ owner, plugins }) =>
    plugins
      .filter(({ group }) => group === 'inspector.inventory')
      .map(({ name }) => ({
        name,
        key: `${owner.kind ?? ''}-${owner.id ?? ''}`,
        properties: propertiesOf(plugins),
      })),
  );
}

type Described = Awaited<ReturnType<typeof describePackage>>['plugins'];

const propertiesOf = (plugins: Described): PluginOptions['properties'] =>
  Object.assign(
    {},
    ...plugins.map(({ configSchema }) => configSchema?.['properties'] ?? {}),
  ) as PluginOptions['properties'];

/** Everything that is installed, with what it says of itself. */
async function describedPackages(
  context: CliContext,
): Promise<{ readonly owner: PluginPackage; readonly plugins: Described }[]> {
  const [
    { createPluginHost },
    { describePackage: describe },
    { resolveConfig },
    { createMetrics },
    { pino },
  ] = await Promise.all([
    import('../plugin-host/registry.js'),
    import('../plugin-host/describe.js'),
    import('../config/load.js'),
    import('../metrics/metrics.js'),
    import('pino'),
  ]);
  const host = await createPluginHost({
    config: resolveConfig({}),
    cwd: context.cwd,
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
  });
  const relevant = host.packages.filter(
    ({ configGroup, kind }) => configGroup !== undefined || kind === 'inventory',
  );
  return Promise.all(
    relevant.map(async (owner) => ({
      owner,
      plugins: (await describe(owner, host.report())).plugins,
    })),
  );
}
