import type { InspectorError } from '../errors/inspector-error.js';
import { unclaimedOptions, optionsWithoutPackage } from './claims.js';
import { CORE_FOLDER } from './core-package.js';
import { dependencyProblem } from './dependencies.js';
import { discoverPackages } from './discover.js';
import { combineFailures, type PluginFailure } from './failures.js';
import { GROUP_RULES } from './groups.js';
import type { LoadedPluginOf, PluginHost, PluginHostOptions } from './host-types.js';
import { loadDefinition } from './load.js';
import { checkOptions, writtenOptions } from './options.js';
import { PluginCatalogue, type Offer } from './catalogue.js';
import { reportPlugins } from './report.js';
import { setUpPlugins, type PreparedPlugin, type RunningPlugins } from './set-up.js';
import type { PluginSelection } from './selection.js';
import type { PluginGroup } from './types.js';
import { checkPackage, type OfferedPlugin } from './validate.js';

export type * from './host-types.js';

/** Seconds for an import, a `setup` or a `close`: long enough for a slow service, short enough to be noticed. */
const START_TIMEOUT = 60;

/** Finds what is installed and makes the host that loads it. Imports no plugin. */
export async function createPluginHost(options: PluginHostOptions): Promise<PluginHost> {
  const { config, cwd, log, roots = config.pluginHost.roots } = options;
  const { packages, unreadable } = discoverPackages(roots.length > 0 ? roots : [cwd, CORE_FOLDER]);
  for (const { folder, reason } of unreadable) {
    log.warn({ folder, reason }, 'folder cannot be searched for plugins');
  }
  const checked = packages.flatMap((found) => checkPackage(found) ?? []);
  return new Host(new PluginCatalogue(checked), options);
}

class Host implements PluginHost {
  readonly #catalogue: PluginCatalogue;
  readonly #options: PluginHostOptions;
  readonly #limit: number;
  readonly #plugins: PreparedPlugin[] = [];
  readonly #enabled = new Set<OfferedPlugin>();
  readonly #failed = new Map<OfferedPlugin, InspectorError>();
  #loaded = false;
  #running: RunningPlugins | undefined;

  constructor(catalogue: PluginCatalogue, options: PluginHostOptions) {
    this.#catalogue = catalogue;
    this.#options = options;
    this.#limit = options.startTimeoutSeconds ?? START_TIMEOUT;
  }

  get packages(): PluginCatalogue['packages'] {
    return this.#catalogue.packages;
  }

  async load(selection: PluginSelection): Promise<void> {
    if (this.#loaded) throw new Error('The plugins of this host are loaded already.');
    this.#loaded = true;
    const { config, log } = this.#options;
    const failures: PluginFailure[] = [];
    const offers = this.#select(selection, failures);
    for (const offer of offers) {
      const error = await this.#prepare(offer);
      if (error) {
        this.#failed.set(offer.plugin, error);
        failures.push({ plugin: offer.plugin, error });
      }
    }
    const order = this.#dependencyProblem(offers);
    if (order) failures.push({ error: order });
    const unclaimed = unclaimedOptions(config, this.packages);
    if (unclaimed) failures.push({ error: unclaimed });
    for (const key of optionsWithoutPackage(config, this.packages)) {
      log.warn(`plugins.${key} is set, but that plugin is not installed`);
    }
    if (failures.length > 0) throw combineFailures(failures);
  }

  /** The plugins to import, in order, each once; what cannot be found or is broken goes to `failures`. */
  #select({ drivers, named, extensions }: PluginSelection, failures: PluginFailure[]): Offer[] {
    const selected = new Map<OfferedPlugin, Offer>();
    const wanted = [
      ...drivers,
      ...named.flatMap(({ group, names }) => names.map((name) => ({ group, name }))),
      ...extensions.flatMap((group) => {
        const names = this.#catalogue.offers(group).map(({ plugin }) => plugin.name);
        return [...new Set(names)].sort().map((name) => ({ group, name }));
      }),
    ];
    for (const { group, name } of wanted) {
      const { offer, problem } = this.#catalogue.find(group, name);
      if (problem) failures.push({ plugin: { group, name }, error: problem });
      else if (selected.has(offer.plugin)) {
        this.#options.log.warn(
          `the ${GROUP_RULES[group].noun} "${name}" is enabled more than once; it is used once`,
        );
      } else {
        selected.set(offer.plugin, offer);
        const broken = [...offer.package.problems, ...(offer.plugin.problem ? [offer.plugin.problem] : [])];
        for (const error of broken) failures.push({ plugin: { group, name }, error });
      }
    }
    return [...selected.values()];
  }

  /** Imports one plugin and checks its options; broken packages are left alone. */
  async #prepare(offer: Offer): Promise<InspectorError | undefined> {
    const { package: owner, plugin } = offer;
    if (owner.problems.length > 0 || plugin.problem) return undefined;
    const { log, config } = this.#options;
    const onLate = (err: unknown): void =>
      log.warn({ err, plugin: plugin.name }, 'import failed after its time limit');
    const { definition, problem } = await loadDefinition(offer, this.#limit, onLate);
    if (problem) return problem;
    const checked = checkOptions(owner, definition, writtenOptions(owner, config));
    if (checked.problem) return checked.problem;
    this.#enabled.add(plugin);
    const { group, name } = plugin;
    const { options } = checked;
    this.#plugins.push({ group, name, packageName: owner.name, definition, options, instance: undefined });
    return undefined;
  }

  /** Hooks that could not be loaded count as present: what they need is told once they can be. */
  #dependencyProblem(offers: readonly Offer[]): InspectorError | undefined {
    const group = 'inspector.hook.processing';
    const hooks = offers
      .filter(({ plugin }) => plugin.group === group)
      .map(({ plugin: { name } }) => ({
        name,
        dependencies: this.#of(group).find((loaded) => loaded.name === name)?.definition.dependencies ?? [],
      }));
    return dependencyProblem(hooks, (name) => this.#catalogue.find(group, name).offer?.plugin.name ?? name);
  }

  async setUp({ introspectionData }: Parameters<PluginHost['setUp']>[0]): Promise<void> {
    if (this.#running) throw new Error('The plugins of this host are set up already.');
    const { config, log } = this.#options;
    const services = { config, log, introspectionData, limitSeconds: this.#limit };
    this.#running = await setUpPlugins(this.#plugins, services);
    const { failures } = this.#running;
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

  report(): ReturnType<PluginHost['report']> {
    return reportPlugins(this.#catalogue, { enabled: this.#enabled, failed: this.#failed });
  }

  async close(): Promise<void> {
    await this.#running?.close();
  }
}
