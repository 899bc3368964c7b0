import { describePackage } from '../../plugin-host/describe.js';
import { packagesNamed } from '../../plugin-host/find-package.js';
import type { PluginReport } from '../../reports/plugin-report.js';
import type { CliContext } from '../context.js';
import { renderList, renderPackage } from '../plugins-text.js';
import { discover, loadEnabled, type Format } from './discover.js';

/** Which of the installed plugins are listed. */
export interface ListFilter extends Format {
  readonly kind?: PluginReport['kind'];
  readonly state?: PluginReport['state'];
  /** Only those that are not of the project. */
  readonly thirdParty?: boolean;
}

/** Prints every installed plugin that fits a filter. */
export async function list(context: CliContext, filter: ListFilter): Promise<void> {
  const host = await discover(context);
  const problem = await loadEnabled(host, context);
  const report = host.report().filter((row) => fits(row, filter));
  if (filter.json ?? false) {
    context.print(JSON.stringify(report, null, 2));
    return;
  }
  const isFiltered = filter.kind !== undefined || filter.state !== undefined || filter.thirdParty === true;
  if (report.length === 0 && isFiltered) context.print('No installed plugin fits.');
  else for (const line of renderList(report)) context.print(line);
  if (problem) context.warn('The service would not start like this: "inspector plugins validate" says why.');
}

const fits = (row: PluginReport, { kind, state, thirdParty = false }: ListFilter): boolean =>
  (kind === undefined || row.kind === kind) &&
  (state === undefined || row.state === state) &&
  !(thirdParty && row.package.startsWith('@inspector/'));

/** Prints what is known of the plugins a name means. */
export async function info(context: CliContext, name: string, { json = false }: Format): Promise<void> {
  const host = await discover(context);
  await loadEnabled(host, context);
  const described = [];
  for (const found of packagesNamed(host, name)) described.push(await describePackage(found, host.report()));
  if (json) context.print(JSON.stringify(described, null, 2));
  else for (const one of described) for (const line of renderPackage(one)) context.print(line);
}
