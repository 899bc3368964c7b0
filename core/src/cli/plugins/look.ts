import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InspectorError } from '@inspector/plugin-api';
import { createLog } from '../../log/log.js';
import { createMetrics } from '../../metrics/metrics.js';
import { describePackage } from '../../plugin-host/describe.js';
import { readPackageFolder, type FoundPackage, examinePackage } from '@inspector/plugin-api/package';
import { packagesNamed } from '../../plugin-host/find-package.js';
import { createPluginHost, type PluginHost } from '../../plugin-host/registry.js';
import { selectPlugins } from '../../plugin-host/selection.js';
import type { CliContext } from '../context.js';
import { renderExamination, renderList, renderPackage } from '../plugins-text.js';

/** How the result is printed. */
export interface Format {
  readonly json?: boolean;
}

/** Prints every installed plugin. */
export async function list(context: CliContext, { json = false }: Format): Promise<void> {
  const host = await discover(context);
  const problem = await loadEnabled(host, context);
  const report = host.report();
  if (json) {
    context.print(JSON.stringify(report, null, 2));
    return;
  }
  for (const line of renderList(report)) context.print(line);
  if (problem) context.warn('The service would not start like this: "inspector plugins validate" says why.');
}

/** Prints what is known of the plugins a name means. */
export async function info(context: CliContext, name: string, { json = false }: Format): Promise<void> {
  const host = await discover(context);
  await loadEnabled(host, context);
  const described = [];
  for (const found of packagesNamed(host, name)) described.push(await describePackage(found, host.report()));
  if (json) context.print(JSON.stringify(described, null, 2));
  else for (const one of described) for (const line of renderPackage(one)) context.print(line);
}

/** Checks what the configuration enables. */
export async function validateEnabled(context: CliContext, { json = false }: Format): Promise<void> {
  const host = await discover(context);
  const problem = await loadEnabled(host, context);
  const enabled = host.report().filter(({ state }) => state === 'enabled');
  if (problem) context.setExitCode(1);
  if (json) {
    const problems = problem ? [{ code: problem.code, message: problem.message }] : [];
    context.print(JSON.stringify({ usable: !problem, problems, enabled }, null, 2));
  } else if (problem) context.warn(`${problem.code}: ${problem.message}`);
  else context.print(`All ${enabled.length} enabled plugins can be used.`);
}

/** Checks a plugin that is installed, or one in a folder. */
export async function validateOne(
  context: CliContext,
  target: string,
  { json = false }: Format,
): Promise<void> {
  const folder = resolve(context.cwd, target);
  const examinations = [];
  for (const found of isFolder(folder) ? [readPackageFolder(folder)] : await installed(context, target)) {
    examinations.push(await examinePackage(found));
  }
  if (examinations.some(({ usable }) => !usable)) context.setExitCode(1);
  if (json) context.print(JSON.stringify(examinations, null, 2));
  else for (const one of examinations) for (const line of renderExamination(one)) context.print(line);
}

async function installed(context: CliContext, target: string): Promise<FoundPackage[]> {
  return packagesNamed(await discover(context), target).map(({ folder, name }) =>
    readPackageFolder(folder, name),
  );
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

async function discover(context: CliContext): Promise<PluginHost> {
  const config = await context.loadConfig();
  const destination = { write: (line: string): void => void context.stderr.write(line) };
  const log = createLog({ debug: false, destination });
  return createPluginHost({ config, cwd: context.cwd, log, metrics: createMetrics() });
}

/** Imports the enabled plugins, because some faults show only then. */
async function loadEnabled(host: PluginHost, context: CliContext): Promise<InspectorError | undefined> {
  try {
    await host.load(selectPlugins(await context.loadConfig()));
    return undefined;
  } catch (error) {
    if (InspectorError.is(error)) return error;
    throw error;
  }
}
