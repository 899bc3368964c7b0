import { createRequire } from 'node:module';
import type RangeOfVersions from 'semver/classes/range.js';
import type { InspectorError } from '../errors/inspector-error.js';
import { caretAdmits } from './caret-range.js';
import { CONTRACT_VERSION, PLUGIN_API } from './contract-version.js';
import type { FoundPackage } from './discover.js';
import { findEntryFile } from './entry-file.js';
import { GROUP_RULES, groupsOfKind } from './groups.js';
import { parseManifest, type EntryPoint, type Manifest } from './manifest.js';
import { badIdIn, PACKAGE_NAME_RULE, parsePackageName, type PluginPackageName } from './names.js';
import { pluginProblem } from './problem.js';

const require = createRequire(import.meta.url);
/** Loaded when a package is looked at: the help of a command needs no versions. */
const rangeOf = (text: string): RangeOfVersions => {
  const Range = require('semver/classes/range.js') as typeof RangeOfVersions;
  return new Range(text);
};

/** One plugin of a package and where its module is. */
export interface OfferedPlugin extends EntryPoint {
  /** Real path of the module; absent when {@link problem} says why. */
  readonly path?: string | undefined;
  readonly problem?: InspectorError | undefined;
}

/** A package that is, or wants to be, a plugin: checked as far as that is possible without importing it. */
export interface PluginPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder, links followed. */
  readonly folder: string;
  /** Kind and id by its name; `undefined` for a bad name. */
  readonly kind: PluginPackageName['kind'] | undefined;
  readonly id: string | undefined;
  readonly configGroup: string | undefined;
  readonly aliases: ReadonlyMap<string, string>;
  readonly offers: readonly OfferedPlugin[];
  /** What makes the whole package unusable. */
  readonly problems: readonly InspectorError[];
}

/** A plugin that some package offers. */
export interface Offer {
  readonly package: PluginPackage;
  readonly plugin: OfferedPlugin;
}

/**
 * Checks a package against everything its package.json says: name, manifest, version of the contract, kind of its
 * groups, range of core, files.
 *
 * @returns `undefined` for a package that has a similar name but is no plugin and does not want to be one
 *   (`@inspector/core`).
 */
export function checkPackage(
  found: FoundPackage,
  contractVersion = CONTRACT_VERSION,
): PluginPackage | undefined {
  const { installedAs, folder, json } = found;
  const parsedName = parsePackageName(installedAs);
  const base = { name: installedAs, folder, kind: parsedName?.kind, id: parsedName?.id };
  if (json === undefined) {
    return parsedName && { ...base, ...EMPTY, version: '?', problems: [unreadable(found)] };
  }
  const version = typeof json['version'] === 'string' ? json['version'] : '?';
  if (!Object.hasOwn(json, 'inspector')) {
    return parsedName && { ...base, ...EMPTY, version, problems: [noManifest(installedAs)] };
  }
  const { manifest, faults } = parseManifest(json['inspector']);
  const problems = [
    ...nameProblems(installedAs, json['name'], parsedName),
    ...manifestProblems(installedAs, folder, manifest, faults),
    ...kindProblems(installedAs, parsedName, manifest),
    ...rangeProblems(installedAs, version, json['peerDependencies'], contractVersion),
  ];
  const offers = manifest.entryPoints.map((entryPoint) => ({
    ...entryPoint,
    ...(entryPoint.file === '' ? {} : findEntryFile(installedAs, folder, entryPoint)),
  }));
  const { configGroup, aliases } = manifest;
  return { ...base, version, configGroup, aliases, offers, problems };
}

const EMPTY = { configGroup: undefined, aliases: new Map<string, string>(), offers: [] };

const unreadable = ({ installedAs, folder, fault }: FoundPackage): InspectorError =>
  pluginProblem(
    'INSP_PLUGIN_UNREADABLE',
    `The package.json of ${installedAs} in ${folder} cannot be read: ${fault ?? 'unknown reason'}.`,
    `Install it again: npm install ${installedAs}`,
  );

const noManifest = (name: string): InspectorError =>
  pluginProblem(
    'INSP_PLUGIN_NO_MANIFEST',
    `${name} has the name of a plugin, but its package.json has no "inspector" key, so it offers nothing.`,
    `Add the key if the package is yours (see "inspector plugins validate"), or remove it: npm uninstall ${name}`,
  );

function nameProblems(
  installedAs: string,
  declared: unknown,
  parsedName: PluginPackageName | undefined,
): InspectorError[] {
  if (parsedName === undefined) {
    const id = badIdIn(installedAs);
    const fault =
      id === undefined
        ? 'its name does not say which kind of plugin it is'
        : `the id in its name, "${id}", is none: it has lower-case letters, digits, "_" and "-", and begins with a letter or digit`;
    return [
      pluginProblem(
        'INSP_PLUGIN_BAD_NAME',
        `${installedAs} has an "inspector" key, but ${fault}.`,
        `Rename it to ${PACKAGE_NAME_RULE}, where the kind is storage, hook, rule, pxe-filter, baremetal, coordination or inventory.`,
      ),
    ];
  }
  if (declared === installedAs) return [];
  return [
    pluginProblem(
      'INSP_PLUGIN_BAD_NAME',
      `The package installed as ${installedAs} calls itself ${JSON.stringify(declared ?? null)}.`,
      `Install it under its own name: npm install ${typeof declared === 'string' ? declared : installedAs}`,
    ),
  ];
}

function manifestProblems(
  name: string,
  folder: string,
  { api }: Manifest,
  faults: readonly string[],
): InspectorError[] {
  if (api !== undefined && api !== PLUGIN_API) {
    const direction = api > PLUGIN_API ? 'update @inspector/core' : 'update the plugin';
    return [
      pluginProblem(
        'INSP_PLUGIN_WRONG_API',
        `${name} is written for version ${api} of the plugin contract; this core has version ${PLUGIN_API}.`,
        `Bring both to the same version (${direction}): npm install @inspector/core@latest ${name}@latest`,
      ),
    ];
  }
  if (faults.length === 0) return [];
  return [
    pluginProblem(
      'INSP_PLUGIN_BAD_MANIFEST',
      `The "inspector" key in the package.json of ${name} is not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
      `Correct it in ${folder}, or install a version that is correct: npm install ${name}@latest`,
    ),
  ];
}

function kindProblems(
  name: string,
  parsedName: PluginPackageName | undefined,
  { entryPoints }: Manifest,
): InspectorError[] {
  if (parsedName === undefined) return [];
  const { kind } = parsedName;
  const foreign = entryPoints.filter(({ group }) => GROUP_RULES[group].kind !== kind);
  if (foreign.length === 0) return [];
  const offered = foreign.map((entryPoint) => `"${entryPoint.name}" in ${entryPoint.group}`).join(', ');
  return [
    pluginProblem(
      'INSP_PLUGIN_WRONG_KIND',
      `By its name ${name} is a plugin of kind ${kind}, which may use only ${groupsOfKind(kind).join(' and ')}; it offers ${offered}.`,
      `Move that to a package of the right kind, or rename the package if all of it is of that kind (${PACKAGE_NAME_RULE}).`,
    ),
  ];
}

function rangeProblems(
  name: string,
  version: string,
  peers: unknown,
  contractVersion: string,
): InspectorError[] {
  const range =
    typeof peers === 'object' && peers !== null
      ? (peers as Record<string, unknown>)['@inspector/plugin-api']
      : undefined;
  const admits = typeof range === 'string' ? admitsVersion(range, contractVersion) : undefined;
  if (admits === undefined) {
    const fault = range === undefined ? 'no range' : `${JSON.stringify(range)}, which is no range`;
    return [
      pluginProblem(
        'INSP_PLUGIN_BAD_CORE_RANGE',
        `${name} does not say which versions of @inspector/plugin-api it works with: its peerDependencies have ${fault}.`,
        `Add "peerDependencies": { "@inspector/plugin-api": "^${contractVersion}" } to its package.json, or ask its author to.`,
      ),
    ];
  }
  if (admits) return [];
  return [
    pluginProblem(
      'INSP_PLUGIN_WRONG_CORE',
      `${name} ${version} works with @inspector/plugin-api ${String(range)}, but this is ${contractVersion}.`,
      `Install versions that fit each other: npm install ${name}@latest @inspector/core@latest`,
    ),
  ];
}

/** What package managers put a range in the place of when a package is published; until then a folder is meant. */
const IN_WORKSPACE = /^(?:workspace:(?<range>.*)|catalog:.*)$/;

/**
 * Whether a range admits a version, as npm decides it: a pre-release only by a range that names a pre-release of the
 * same version. `undefined` for a text that is no range.
 */
function admitsVersion(range: string, version: string): boolean | undefined {
  const workspace = IN_WORKSPACE.exec(range.trim());
  const meant = workspace === null ? range : (workspace.groups?.['range'] ?? '');
  // `workspace:*`, `workspace:^` and `workspace:~` mean whichever version lies beside the package.
  if (workspace !== null && /^[*^~]?$/.test(meant)) return true;
  const admitted = caretAdmits(meant, version);
  if (admitted !== undefined) return admitted;
  try {
    return rangeOf(meant).test(version);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
