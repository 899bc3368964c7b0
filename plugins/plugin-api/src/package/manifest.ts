import { isGroupName, GROUP_RULES, type GroupName } from './groups.js';
import { isPluginId } from './names.js';

/** One plugin a package offers. */
export interface EntryPoint {
  readonly group: GroupName;
  /** The name by which the configuration selects it. */
  readonly name: string;
  /** Path of its module, relative to the package, beginning with `./`. */
  readonly file: string;
  /** Which export of the module it is. */
  readonly exportName: string;
}

/** The `inspector` key of a package.json. */
export interface Manifest {
  /** Version of the plugin contract; `undefined` when it is not a number. */
  readonly api: number | undefined;
  /** Key of the configuration that holds the options of this package, instead of `plugins.<kind>-<id>`. */
  readonly configGroup: string | undefined;
  /** Other name → name of an entry point. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly entryPoints: readonly EntryPoint[];
}

/** A manifest as far as it could be understood, and what could not. */
export interface ParsedManifest {
  readonly manifest: Manifest;
  /** One line each, beginning with the path of the key. */
  readonly faults: readonly string[];
}

const CONFIG_GROUP = /^[a-z][A-Za-z0-9]*$/;
const KEYS = ['api', 'configGroup', 'aliases', 'entryPoints'];

type Table = Readonly<Record<string, unknown>>;
const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a manifest. Faults do not stop the reading: what a broken package offers is still known, so that
 * enabling it says what is wrong with it instead of that it is not installed.
 */
export function parseManifest(value: unknown): ParsedManifest {
  const faults: string[] = [];
  if (!isTable(value)) {
    return {
      manifest: { api: undefined, configGroup: undefined, aliases: new Map(), entryPoints: [] },
      faults: ['inspector: must be an object'],
    };
  }
  for (const key of Object.keys(value)) {
    if (!KEYS.includes(key)) faults.push(`inspector.${key}: is not known; the keys are ${KEYS.join(', ')}`);
  }
  const api = typeof value['api'] === 'number' ? value['api'] : undefined;
  if (api === undefined) faults.push('inspector.api: must be a number, the version of the plugin contract');
  const configGroup = readConfigGroup(value['configGroup'], faults);
  const entryPoints = readEntryPoints(value['entryPoints'], faults);
  if (entryPoints.length === 0 && faults.length === 0) faults.push('inspector.entryPoints: names no plugin');
  const aliases = readAliases(value['aliases'], entryPoints, faults);
  return { manifest: { api, configGroup, aliases, entryPoints }, faults };
}

function readConfigGroup(value: unknown, faults: string[]): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && CONFIG_GROUP.test(value)) return value;
  faults.push('inspector.configGroup: must be a camelCase word');
  return undefined;
}

function readEntryPoints(value: unknown, faults: string[]): EntryPoint[] {
  if (!isTable(value) || Object.keys(value).length === 0) {
    faults.push('inspector.entryPoints: must be an object of groups, each an object of name and file');
    return [];
  }
  const entryPoints: EntryPoint[] = [];
  for (const [group, names] of Object.entries(value)) {
    const path = `inspector.entryPoints["${group}"]`;
    if (!isGroupName(group)) {
      faults.push(`${path}: is not a group; the groups are ${Object.keys(GROUP_RULES).join(', ')}`);
    } else if (!isTable(names)) {
      faults.push(`${path}: must be an object of name and file`);
    } else {
      for (const [name, target] of Object.entries(names)) {
        const entryPoint = readEntryPoint(group, name, target, `${path}["${name}"]`, faults);
        if (entryPoint) entryPoints.push(entryPoint);
      }
    }
  }
  return entryPoints;
}

function readEntryPoint(
  group: GroupName,
  name: string,
  target: unknown,
  path: string,
  faults: string[],
): EntryPoint | undefined {
  if (!isPluginId(name)) {
    faults.push(`${path}: a name has lower-case letters, digits, "_" and "-" only`);
    return undefined;
  }
  if (typeof target !== 'string' || target === '') {
    faults.push(`${path}: must be a text such as "./dist/index.js" or "./dist/index.js#name"`);
    return { group, name, file: '', exportName: 'default' };
  }
  const hash = target.lastIndexOf('#');
  const file = hash < 0 ? target : target.slice(0, hash);
  const exportName = hash < 0 ? 'default' : target.slice(hash + 1);
  if (exportName === '') faults.push(`${path}: the name of the export after "#" is missing`);
  const relative = /^\.\.?\//.test(file) || file.startsWith('/');
  if (!relative) faults.push(`${path}: the file must begin with "./", for example "./${file}"`);
  return { group, name, file, exportName };
}

function readAliases(
  value: unknown,
  entryPoints: readonly EntryPoint[],
  faults: string[],
): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  if (value === undefined) return aliases;
  if (!isTable(value)) {
    faults.push('inspector.aliases: must be an object of other name and name');
    return aliases;
  }
  for (const [alias, name] of Object.entries(value)) {
    if (typeof name === 'string' && entryPoints.some((entryPoint) => entryPoint.name === name)) {
      aliases.set(alias, name);
    } else {
      faults.push(`inspector.aliases["${alias}"]: must be the name of an entry point of this package`);
    }
  }
  return aliases;
}
