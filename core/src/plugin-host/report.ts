import type { InspectorError } from '@inspector/plugin-api';
import type { PluginReport } from '../reports/plugin-report.js';
import { duplicate, type PluginCatalogue } from './catalogue.js';
import type { RunningPlugin } from './faults/running-plugin.js';
import type { PluginFaults } from './faults/plugin-faults.js';
import type { Offer, OfferedPlugin } from '@inspector/plugin-api/package';

/** Plugins that were to be loaded, with what went wrong (`undefined`: nothing, they are in use). */
export type TriedPlugins = ReadonlyMap<OfferedPlugin, InspectorError | undefined>;

/** The state of everything installed, by group, name and package; broken packages that offer nothing come last. */
export function reportPlugins(
  catalogue: PluginCatalogue,
  tried: TriedPlugins,
  faults: Pick<PluginFaults, 'of' | 'whyDisabled'>,
): PluginReport[] {
  const left = catalogue.denied.flatMap(({ name, version, kind = null, id, offers }): PluginReport[] => {
    const because = 'pluginHost.allow and pluginHost.deny leave it out';
    const row = { kind, package: name, version, state: 'denied' as const, reason: because };
    if (offers.length === 0) return [{ name: id ?? name, group: null, ...row }];
    return offers.map((plugin) => ({ name: plugin.name, group: plugin.group, ...row }));
  });
  const rows = catalogue.packages.flatMap((owner): PluginReport[] => {
    const { name, version, kind = null, id, problems, offers } = owner;
    const common = { kind, package: name, version };
    if (offers.length === 0) {
      return [{ name: id ?? name, group: null, ...common, state: 'broken', ...because(problems[0]) }];
    }
    return offers.map((plugin) => ({
      name: plugin.name,
      group: plugin.group,
      ...common,
      ...state({ package: owner, plugin }, catalogue, tried),
      ...escaped({ group: plugin.group, name: plugin.name, packageName: name }, faults),
    }));
  });
  const key = ({ group, name, package: owner }: PluginReport): string => `${group ?? '~'} ${name} ${owner}`;
  return [...rows, ...left].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

function state(
  offer: Offer,
  catalogue: PluginCatalogue,
  tried: TriedPlugins,
): Pick<PluginReport, 'state' | 'reason' | 'code'> {
  const { package: owner, plugin } = offer;
  const problem = owner.problems[0] ?? plugin.problem ?? tried.get(plugin);
  if (problem) return { state: 'broken', ...because(problem) };
  if (tried.has(plugin)) return { state: 'enabled' };
  const rivals = catalogue.rivals(offer);
  if (rivals.length === 0) return { state: 'available' };
  const offers = [offer, ...rivals.map((rival) => ({ package: rival, plugin }))];
  return { state: 'available', ...because(duplicate(plugin.group, plugin.name, offers)) };
}

/** What a plugin in use let escape. */
function escaped(
  plugin: RunningPlugin,
  faults: Pick<PluginFaults, 'of' | 'whyDisabled'>,
): Partial<Pick<PluginReport, 'state' | 'reason' | 'code' | 'faults'>> {
  const { count, last } = faults.of(plugin) ?? {};
  if (count === undefined || last === undefined) return {};
  const disabled = faults.whyDisabled(plugin) === undefined ? {} : { state: 'disabled' as const };
  return { ...disabled, faults: count, reason: last, code: 'INSP_PLUGIN_FAULT' };
}

const because = (problem: InspectorError | undefined): Pick<PluginReport, 'reason' | 'code'> =>
  problem ? { reason: problem.message, code: problem.code } : {};
