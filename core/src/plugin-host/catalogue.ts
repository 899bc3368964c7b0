import type { InspectorError } from '@inspector/plugin-api';
import { firstPartyNames, firstPartyPackage } from './first-party.js';
import {
  GROUP_RULES,
  type GroupName,
  foldDashes,
  misnamedPackages,
  nearest,
  PACKAGE_NAME_RULE,
  pluginProblem,
  type Offer,
  type PluginPackage,
} from '@inspector/plugin-api/package';

/** What a name came to: an offer, or why there is none. */
export type Lookup =
  | { readonly offer: Offer; readonly problem?: undefined }
  | { readonly offer?: undefined; readonly problem: InspectorError };

/** Names of plugins and the packages behind them. Knows what is installed; imports nothing. */
export class PluginCatalogue {
  /**
   * @param searched - Folders whose `node_modules`, and those of their parents, were searched.
   * @param denied - Packages that are installed and that the configuration leaves out.
   */
  constructor(
    readonly packages: readonly PluginPackage[],
    readonly searched: readonly string[] = [],
    readonly denied: readonly PluginPackage[] = [],
  ) {}

  /** Everything offered in a group. */
  offers(group: GroupName): Offer[] {
    return this.packages.flatMap((owner) =>
      owner.offers.filter((plugin) => plugin.group === group).map((plugin) => ({ package: owner, plugin })),
    );
  }

  /**
   * Finds the plugin a name selects: by its own name, else by an alias of a manifest, else with `-` and `_` taken
   * for the same. Two packages with the name are a problem here and nowhere else: nothing decides silently
   * which of them is meant, and a name nobody enables harms nobody.
   */
  find(group: GroupName, name: string): Lookup {
    const matches = this.#matches(group, name);
    const [offer, ...others] = matches;
    if (offer === undefined)
      return {
        problem:
          this.#unreadable(group, name) ??
          this.#leftOut(group, name) ??
          this.#misnamed(group, name) ??
          this.#notInstalled(group, name),
      };
    return others.length === 0 ? { offer } : { problem: duplicate(group, name, matches) };
  }

  /** Packages besides the owner that offer the same name. */
  rivals({ package: owner, plugin }: Offer): PluginPackage[] {
    return this.offers(plugin.group)
      .filter((offer) => offer.package !== owner && offer.plugin.name === plugin.name)
      .map((offer) => offer.package);
  }

  #matches(group: GroupName, name: string): Offer[] {
    const offers = this.offers(group);
    const rules: ((offer: Offer) => boolean)[] = [
      ({ plugin }) => plugin.name === name,
      (offer) => offer.package.aliases.get(name) === offer.plugin.name,
      ({ plugin }) => foldDashes(plugin.name) === foldDashes(name),
    ];
    for (const rule of rules) {
      const matches = offers.filter(rule);
      if (matches.length > 0) return matches;
    }
    return [];
  }

  /** Packages of the kind of a group that are so broken that what they offer cannot be told. */
  #mute(group: GroupName): PluginPackage[] {
    const { kind } = GROUP_RULES[group];
    return this.packages.filter((owner) => owner.kind === kind && owner.offers.length === 0);
  }

  /** The problem of such a package if by its id it is the one meant. */
  #unreadable(group: GroupName, name: string): InspectorError | undefined {
    const meant = this.#mute(group).find(({ id = '' }) => foldDashes(id) === foldDashes(name));
    return meant?.problems[0];
  }

  /** The problem of a name that only a package offers that the configuration leaves out. */
  #leftOut(group: GroupName, name: string): InspectorError | undefined {
    const owner = this.denied.find(({ offers, aliases }) =>
      offers.some(
        (offer) =>
          offer.group === group &&
          (foldDashes(offer.name) === foldDashes(name) || aliases.get(name) === offer.name),
      ),
    );
    if (owner === undefined) return undefined;
    const { noun, option = 'the configuration' } = GROUP_RULES[group];
    return deniedProblem(owner, `${option} enables its ${noun} "${name}"`);
  }

  /** The problem of a package that offers the name and whose own name keeps it from being opened. */
  #misnamed(group: GroupName, name: string): InspectorError | undefined {
    const { noun, kind } = GROUP_RULES[group];
    const misnamed = misnamedPackages(this.searched).find(
      ({ installedAs, json }) =>
        member(json, 'inspector', 'entryPoints', group, name) !== undefined || installedAs === name,
    );
    if (misnamed === undefined) return undefined;
    return pluginProblem(
      'INSP_PLUGIN_BAD_NAME',
      `The ${noun} "${name}" is not found: ${misnamed.installedAs} in ${misnamed.folder} is installed, but no package of this name is opened.`,
      `Rename the package to inspector-${kind}-<id> or @scope/inspector-${kind}-<id> (the rule: ${PACKAGE_NAME_RULE}).`,
    );
  }

  #notInstalled(group: GroupName, name: string): InspectorError {
    const { noun, option = 'the configuration' } = GROUP_RULES[group];
    const installed = [...new Set(this.offers(group).map(({ plugin }) => plugin.name))].sort();
    const what = [
      `No installed package offers the ${noun} "${name}", which ${option} enables.`,
      installed.length > 0 ? `Installed are: ${installed.join(', ')}.` : `No ${noun} is installed.`,
      ...this.#mute(group).map((owner) => `${owner.name} might offer it but is broken: ${firstLine(owner)}`),
      `Searched were node_modules in ${this.searched.join(', ')} and in the folders above. A package that is ` +
        'installed elsewhere is found when pluginHost.roots names its folder.',
    ];
    return pluginProblem(
      'INSP_PLUGIN_NOT_INSTALLED',
      what.join('\n'),
      this.#repair(group, name, installed, option),
    );
  }

  #repair(group: GroupName, name: string, installed: readonly string[], option: string): string {
    const folded = foldDashes(name);
    const owner = firstPartyPackage(group, name) ?? firstPartyPackage(group, folded);
    if (owner) return `Install it: npm install ${owner}`;
    const known = [...installed, ...firstPartyNames(group)];
    const meant = nearest(name, known) ?? known.find((one) => foldDashes(one).startsWith(`${folded}_`));
    if (meant === undefined) {
      const { kind } = GROUP_RULES[group];
      return `Install the package that offers it (npm search keywords:inspector-plugin ${kind}), or take "${name}" out of ${option}.`;
    }
    const correction = `Did you mean "${meant}"? Correct the name in ${option}`;
    if (installed.includes(meant)) return `${correction}.`;
    return `${correction} and install it: npm install ${firstPartyPackage(group, meant) ?? ''}`;
  }
}

const firstLine = ({ problems }: PluginPackage): string => problems[0]?.message.split('\n')[0] ?? '';

/** A value within tables of a package.json; undefined: it is not there. */
const member = (json: unknown, ...path: readonly string[]): unknown =>
  path.reduce(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Readonly<Record<string, unknown>>)[key]
        : undefined,
    json,
  );

/** A package is installed, and the configuration leaves it out. */
export const deniedProblem = ({ name }: Pick<PluginPackage, 'name'>, why: string): InspectorError =>
  pluginProblem(
    'INSP_PLUGIN_DENIED',
    `${name} is installed, but pluginHost.allow and pluginHost.deny leave it out, and ${why}.`,
    `Take it out of pluginHost.deny, or add it to pluginHost.allow where that is not empty.`,
  );

/** Two packages offer an enabled name. */
export function duplicate(group: GroupName, name: string, offers: readonly Offer[]): InspectorError {
  const owners = offers.map(({ package: owner }) => `  ${owner.name} ${owner.version} in ${owner.folder}`);
  const names = new Set(offers.map(({ package: owner }) => owner.name));
  const repair =
    names.size > 1
      ? `Remove all but one of them, for example: npm uninstall ${[...names].at(-1) ?? ''}`
      : `Keep one copy: remove the others, or name the folder to search in pluginHost.roots.`;
  return pluginProblem(
    'INSP_PLUGIN_DUPLICATE',
    `The ${GROUP_RULES[group].noun} "${name}" is offered more than once, and nothing says which one is meant:\n${owners.join('\n')}`,
    repair,
  );
}
