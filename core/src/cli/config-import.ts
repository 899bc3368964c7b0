import { open, readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { importIni, type ImportedConfig, type PluginOptions } from '../config/import-ini.js';
import { configModule } from '../config/write-config.js';
import { InspectorError } from '../errors/inspector-error.js';
import type { CliContext } from './context.js';

/** Options of `inspector config import`. */
export interface ImportOptions {
  readonly output?: string;
  readonly force?: boolean;
  readonly withSecrets?: boolean;
}

/** Reads the old file, writes the new one, and says on standard error what did not come along. */
export async function importFile(file: string, options: ImportOptions, context: CliContext): Promise<void> {
  const path = resolve(context.cwd, file);
  const imported = importIni(
    await readOldFile(path),
    await pluginOptions(context),
    options.withSecrets ?? false,
  );
  const text = configModule(imported, basename(path));
  if (options.output === undefined) context.stdout.write(text);
  else await writeNewFile(resolve(context.cwd, options.output), text, options.force ?? false);
  reportLeftOut(imported, context);
}

/** Mode of the new file: it may hold secrets. */
const OWNER_ONLY = 0o600;

async function readOldFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InspectorError('INSP_CONFIG_UNREADABLE', `Cannot read ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function writeNewFile(path: string, text: string, force: boolean): Promise<void> {
  try {
    const file = await open(path, force ? 'w' : 'wx', OWNER_ONLY);
    try {
      // One that was there keeps its mode otherwise.
      await file.chmod(OWNER_ONLY);
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    const what = exists
      ? `${path} exists already; add --force to overwrite it`
      : `Cannot write ${path}: ${(error as Error).message}`;
    throw new InspectorError('INSP_CONFIG_UNREADABLE', what, { cause: error });
  }
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
      import('../plugin/registry.js'),
      import('../plugin/describe.js'),
      import('../config/load.js'),
      import('../metrics.js'),
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
