import { resolve } from 'node:path';
import type { InspectorError, PluginGroup } from '@inspector/plugin-api';
import { unclaimedOptions, optionsWithoutPackage } from './claims.js';
import { CORE_FOLDER } from './core-package.js';
import { secondInstallation } from './copies.js';
import { dependencyProblem } from './dependencies.js';
import {
  discoverPackages,
  foldDashes,
  GROUP_RULES,
  type Offer,
  checkPackage,
  type OfferedPlugin,
} from '@inspector/plugin-api/package';
import { combineFailures, type PluginFailure } from './failures.js';
import type { LoadedPluginOf, PluginHost, PluginHostOptions } from './host-types.js';
import { isPermitted } from './permitted.js';
import { plugAndPlayProblem } from './plug-and-play.js';
import { PluginFaults } from './faults/plugin-faults.js';
import { preparePlugin } from './prepare.js';
import { firstPartyPackage } from './first-party.js';
import { deniedProblem, PluginCatalogue } from './catalogue.js';
import { reportPlugins } from './report.js';
import { setUpPlugins, type PreparedPlugin, type RunningPlugins } from './set-up.js';
import type { PluginSelection } from './selection.js';

export type * from './host-types.js';

/** Seconds for an import, a `setup` or a `close`: long enough for a slow service, short enough to be noticed. */
const START_TIMEOUT = 60;

const HOOKS = 'inspector.hook.processing';

/** Everything installed of some groups is in use, so nothing says that it is needed. */
const isExtension = ({ plugin }: PluginFailure): boolean =>
  plugin !== undefined && GROUP_RULES[plugin.group].option === undefined;

/** Finds what is installed and makes the host that loads it. Imports no plugin. */
export async function createPluginHost(options: PluginHostOptions): Promise<PluginHost> {
  const { config, cwd, log, roots = [] } = options;
  const asked = roots.length > 0 ? roots : config.pluginHost.roots;
  const searched = asked.length > 0 ? asked.map((root) => resolve(cwd, root)) : [cwd, CORE_FOLDER];
  const { packages, unreadable } = discoverPackages(searched);
  for (const { folder, reason } of unreadable) {
    log.warn({ folder, reason }, 'folder cannot be searched for plugins');
  }
  const checked = packages.flatMap((found) => checkPackage(found) ?? []);
  const permitted = checked.filter(({ name }) => isPermitted(name, config.pluginHost));
  const denied = checked.filter((owner) => !permitted.includes(owner));
  return new Host(new PluginCatalogue(permitted, searched, denied), options);
}

class Host implements PluginHost {
  readonly #catalogue: PluginCatalogue;
  readonly #options: PluginHostOptions;
  readonly #limit: number;
  readonly faults: PluginFaults;
  #plugins: PreparedPlugin[] = [];
  readonly #unusable: PluginFailure[] = [];
  /** Plugins that were to be loaded, with what went wrong. */
  readonly #tried = new Map<OfferedPlugin, InspectorError | undefined>();
  #loaded = false;
  #running: RunningPlugins | undefined;

  constructor(catalogue: PluginCatalogue, options: PluginHostOptions) {
    this.#catalogue = catalogue;
    this.#options = options;
    this.#limit = options.startTimeoutSeconds ?? START_TIMEOUT;
    const { log, config } = options;
    this.faults = options.faults ?? new PluginFaults({ log, onFailure: config.pluginHost.onFailure });
    this.faults.know(catalogue.packages);
    this.faults.onFault(({ packageName, plugin }, kind) =>
      options.metrics.pluginFaults.inc({ package: packageName, plugin: plugin?.name ?? '', fault: kind }),
    );
  }

  get packages(): PluginCatalogue['packages'] {
    return this.#catalogue.packages;
  }

  get searched(): readonly string[] {
    return this.#catalogue.searched;
  }

  get unusable(): readonly PluginFailure[] {
    return this.#unusable;
  }

  async load(selection: PluginSelection): Promise<void> {
    if (this.#loaded) throw new Error('The plugins of this host are loaded already.');
    this.#loaded = true;
    const { config, log } = this.#options;
    const unreachable = plugAndPlayProblem(this.packages) ?? secondInstallation(this.packages);
    if (unreachable) throw unreachable;
    const failures: PluginFailure[] = [];
    const hooks: string[] = [];
    for (const { group, name, isExtension } of wantedPlugins(selection, this.#catalogue)) {
      const { offer, problem } = this.#catalogue.find(group, name);
      const errors = problem ? [problem] : await this.#loadOnce(offer);
      const found = errors.map((error) => ({ plugin: { group, name }, error }));
      if (isExtension) this.#leaveOut(found);
      else failures.push(...found);
      if (offer && group === HOOKS) hooks.push(offer.plugin.name);
    }
    this.#unusable.push(...this.#deniedExtensions(selection.extensions));
    const order = this.#dependencyProblem(hooks);
    if (order) failures.push({ error: order });
    const installed = [...this.packages, ...this.#catalogue.denied];
    const unclaimed = unclaimedOptions(config, installed);
    if (unclaimed) failures.push({ error: unclaimed });
    for (const key of optionsWithoutPackage(config, installed)) {
      log.warn(`plugins.${key} is set, but that plugin is not installed`);
    }
    if (failures.length > 0) throw combineFailures(failures);
  }

  /** Extensions are in use because they are installed, and nobody may need those that cannot be used. */
  #leaveOut(failures: readonly PluginFailure[]): void {
    this.#unusable.push(...failures);
    for (const { error, plugin } of failures) {
      if (plugin === undefined) continue;
      const { group, name } = plugin;
      const isIt = (one: { readonly group: PluginGroup; readonly name: string }): boolean =>
        one.group === group && one.name === name;
      this.#plugins = this.#plugins.filter((one) => !isIt(one));
      for (const offered of [...this.#tried.keys()].filter(isIt)) this.#tried.set(offered, error);
      this.#options.log.error(
        { err: error, plugin: name },
        `The ${GROUP_RULES[group].noun} "${name}" cannot be used, and the service goes on without it: ${error.message}`,
      );
    }
  }

  /** Rule operators that the configuration leaves out; rules may need them all the same. */
  #deniedExtensions(groups: readonly PluginGroup[]): PluginFailure[] {
    return this.#catalogue.denied.flatMap((owner) =>
      owner.offers
        .filter(({ group, name }) => groups.includes(group) && !this.#catalogue.find(group, name).offer)
        .map(({ group, name }) => ({
          plugin: { group, name },
          error: deniedProblem(owner, group === 'inspector.page' ? 'it is a page' : 'rules need it'),
        })),
    );
  }

  /** Prepares a plugin and returns what is wrong with it. The second time a plugin is asked for it only warns. */
  async #loadOnce(offer: Offer): Promise<readonly InspectorError[]> {
    const { log, config } = this.#options;
    const { group, name } = offer.plugin;
    if (this.#tried.has(offer.plugin)) {
      log.warn(`the ${GROUP_RULES[group].noun} "${name}" is enabled more than once; it is used once`);
      return [];
    }
    const { plugin, problems } = await preparePlugin(offer, { config, log, limitSeconds: this.#limit });
    this.#tried.set(offer.plugin, problems?.[0]);
    if (plugin) this.#plugins.push(plugin);
    return problems ?? [];
  }

  /** Hooks that could not be loaded count as present: what they need is told once they can be. */
  #dependencyProblem(hooks: readonly string[]): InspectorError | undefined {
    const order = hooks.map((name) => {
      const loaded = this.#of(HOOKS).find((plugin) => plugin.name === name);
      return { name, dependencies: loaded?.definition.dependencies ?? [] };
    });
    return dependencyProblem(order, (name) => {
      const { offer } = this.#catalogue.find(HOOKS, name);
      const packageName = firstPartyPackage(HOOKS, name) ?? firstPartyPackage(HOOKS, foldDashes(name));
      return { name: offer?.plugin.name ?? name, isInstalled: offer !== undefined, packageName };
    });
  }

  async setUp({ introspectionData, inventoryRevisions }: Parameters<PluginHost['setUp']>[0]): Promise<void> {
    if (this.#running) throw new Error('The plugins of this host are set up already.');
    const { config, log } = this.#options;
    const services = { config, log, introspectionData, inventoryRevisions, limitSeconds: this.#limit };
    this.#running = await setUpPlugins(this.#plugins, services);
    this.#leaveOut(this.#running.failures.filter(isExtension));
    const failures = this.#running.failures.filter((failure) => !isExtension(failure));
    if (failures.length === 0) return;
    await this.close();
    throw combineFailures(failures);
  }

  #of(group: PluginGroup): PreparedPlugin[] {
    return this.#plugins.filter((plugin) => plugin.group === group);
  }

  driver<G extends PluginGroup>(group: G): LoadedPluginOf<G> {
    const [plugin] = this.named(group);
    if (!plugin) throw new Error(`No ${GROUP_RULES[group].noun} is loaded.`);
    return plugin;
  }

  named<G extends PluginGroup>(group: G): readonly LoadedPluginOf<G>[] {
    const plugins = this.#of(group);
    const early = plugins.find(({ instance }) => instance === undefined);
    if (early) throw new Error(`The ${GROUP_RULES[group].noun} "${early.name}" is not set up.`);
    return plugins as unknown as LoadedPluginOf<G>[];
  }

  extension<G extends PluginGroup>(group: G): ReadonlyMap<string, LoadedPluginOf<G>> {
    return new Map(this.named(group).map((plugin) => [plugin.name, plugin]));
  }

  get followers(): PluginHost['followers'] {
    return this.#plugins.flatMap(({ followers = [] }) => followers);
  }

  report(): ReturnType<PluginHost['report']> {
    return reportPlugins(this.#catalogue, this.#tried, this.faults);
  }

  async close(): Promise<void> {
    await this.#running?.close();
  }
}

/** What a selection asks for, in the order in which it is loaded and set up. */
function wantedPlugins(
  { drivers, named, extensions }: PluginSelection,
  catalogue: PluginCatalogue,
): readonly { readonly group: PluginGroup; readonly name: string; readonly isExtension?: boolean }[] {
  return [
    ...drivers,
    ...named.flatMap(({ group, names }) => names.map((name) => ({ group, name }))),
    ...extensions.flatMap((group) => {
      const names = catalogue.offers(group).map(({ plugin }) => plugin.name);
      return [...new Set(names)].sort().map((name) => ({ group, name, isExtension: true }));
    }),
  ];
}
