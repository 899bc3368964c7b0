import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InspectorError, type JsonObject } from '@inspector/plugin-api';
import {
  examinePackage,
  findingOf,
  readPackageFolder,
  type Examination,
  type Finding,
  type FoundPackage,
} from '@inspector/plugin-api/package';
import { packagesNamed } from '../../plugin-host/find-package.js';
import { NO_DATA, NO_REVISIONS } from '../../plugin-host/no-tables.js';
import type { PluginHost } from '../../plugin-host/host-types.js';
import { trySetUp } from '../../plugin-host/try-set-up.js';
import type { CliContext } from '../context.js';
import { asksForStacks, foreignStacks } from '../error-stacks.js';
import { renderExamination, renderFinding } from '../plugins-text.js';
import { commandLog, discover, loadEnabled, problemOf, type Format } from './discover.js';
import { readOptions } from './options-argument.js';

/** How plugins are checked. */
export interface Thoroughness extends Format {
  /** Set them up, too, and close them again. */
  readonly setup?: boolean;
  /** Options of the package: JSON, or a file with it. Default: those of the configuration. */
  readonly options?: string;
}

/** What a check came to, whatever was checked; printed as JSON. */
interface Validation {
  /** No error among all findings. */
  readonly usable: boolean;
  /** About the configuration, and about plugins that it enables and that cannot be used. */
  readonly findings: readonly Finding[];
  /** Every package that was looked at. */
  readonly packages: readonly Examination[];
}

/** Seconds a set-up may take. */
const SET_UP_LIMIT = 60;

/** Checks what the configuration enables. */
export async function validateEnabled(
  context: CliContext,
  { json = false, setup = false }: Thoroughness,
): Promise<void> {
  const host = await discover(context);
  let problem = await loadEnabled(host, context);
  if (setup && problem === undefined) {
    problem = await problemOf(() =>
      host.setUp({ introspectionData: NO_DATA, inventoryRevisions: NO_REVISIONS }),
    );
    await host.close();
  }
  const unusable = host.unusable.map(({ error }) => findingOf(error, 'warning'));
  const packages = enabledPackages(host);
  if (problem) context.setExitCode(1);
  if (json) {
    const findings = [...eachOf(problem).map((error) => findingOf(error)), ...unusable];
    print(context, { usable: !problem, findings, packages });
    return;
  }
  for (const finding of unusable) {
    for (const line of renderFinding(finding, asksForStacks(context))) context.warn(line);
  }
  if (problem) {
    context.warn(`${problem.code}: ${problem.message}`);
    if (asksForStacks(context)) for (const stack of foreignStacks(problem)) context.warn(stack);
    return;
  }
  const plugins = packages.reduce((sum, { findings }) => sum + findings.length, 0);
  context.print(`All ${plugins} enabled plugins can be used${setup ? ', and were set up and closed' : ''}.`);
}

/** The packages of the plugins in use, each with what it offers of them. */
function enabledPackages(host: PluginHost): Examination[] {
  const rows = host.report().filter(({ state }) => state === 'enabled');
  return host.packages.flatMap(({ name, version, folder }) => {
    const findings = rows
      .filter((row) => row.package === name)
      .map((row): Finding => ({ outcome: 'ok', message: `${row.group ?? ''} "${row.name}": enabled` }));
    return findings.length === 0 ? [] : [{ package: name, version, folder, usable: true, findings }];
  });
}

/** Each of the problems that stop a start together. */
function eachOf(problem: InspectorError | undefined): readonly InspectorError[] {
  if (problem === undefined) return [];
  const { cause } = problem;
  if (cause instanceof AggregateError) return cause.errors.filter((one) => InspectorError.is(one));
  return [InspectorError.is(cause) ? cause : problem];
}

/** Checks a plugin that is installed, or one in a folder. */
export async function validateOne(
  context: CliContext,
  target: string,
  { json = false, setup = false, options }: Thoroughness,
): Promise<void> {
  const given = options === undefined ? undefined : readOptions(options, context.cwd);
  const packages: Examination[] = [];
  for (const found of await meant(context, target)) {
    const examined = await examinePackage(found);
    packages.push(setup ? await withSetUp(examined, found, given, context) : examined);
  }
  const usable = packages.every((one) => one.usable);
  if (!usable) context.setExitCode(1);
  if (json) print(context, { usable, findings: [], packages });
  else {
    for (const one of packages) {
      for (const line of renderExamination(one, asksForStacks(context))) context.print(line);
    }
  }
}

async function withSetUp(
  examined: Examination,
  found: FoundPackage,
  options: JsonObject | undefined,
  context: CliContext,
): Promise<Examination> {
  const config = await context.loadConfig();
  const log = commandLog(context);
  const tried = await trySetUp(found, { config, options, log, limitSeconds: SET_UP_LIMIT });
  return {
    ...examined,
    usable: examined.usable && tried.every(({ outcome }) => outcome !== 'error'),
    findings: [...examined.findings, ...tried],
  };
}

/** The packages that a folder or a name means. */
async function meant(context: CliContext, target: string): Promise<readonly FoundPackage[]> {
  const folder = resolve(context.cwd, target);
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return [readPackageFolder(folder)];
  if (/^(?:\.{0,2}\/|\.{1,2}$|~)/.test(target) || found !== undefined) {
    const what = found === undefined ? `There is no folder ${folder}.` : `${folder} is no folder.`;
    throw new InspectorError(
      'INSP_PLUGIN_NOT_INSTALLED',
      `${what}\nName the folder that has the package.json of the plugin.`,
    );
  }
  const owners = packagesNamed(await discover(context), target);
  return owners.map((owner) => readPackageFolder(owner.folder, owner.name));
}

const print = (context: CliContext, validation: Validation): void =>
  context.print(JSON.stringify(validation, null, 2));
