import type { JsonSchema } from '@inspector/plugin-api';
import { backendUrlFault } from './backend-url.js';
import { coerceOption } from './coerce.js';
import { GROUPS, TOP_LEVEL } from './groups.js';
import { NOT_AVAILABLE, NOT_AVAILABLE_GROUPS } from './not-available.js';
import { placeCredentials } from './old-credentials.js';
import type { OptionGroup } from './option.js';
import { interpolate, parseOslo, type OsloSetting } from './oslo-file.js';
import { wrongValue } from './wrong-value.js';

/** An option that could not be carried over, and why. */
export interface LeftOut {
  /** As in the file: `[group]option`. */
  readonly option: string;
  readonly line: number;
  readonly reason: string;
}

/** A value that is not what its option takes; ironic-inspector would not start with it either. */
export interface WrongValue {
  /** As in the file: `[group]option`. */
  readonly option: string;
  readonly line: number;
  /** What it must be. */
  readonly problem: string;
}

/** A configuration made from `ironic-inspector.conf`. */
export interface ImportedConfig {
  /** Options by path, in the form of `inspector.config.js`. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly leftOut: readonly LeftOut[];
  /** Values that are not what their option takes. */
  readonly wrong: readonly WrongValue[];
  /** What keeps the service from starting with this configuration until somebody decides. */
  readonly undecided: readonly string[];
  /** Whether the text is something else: it has lines, and none of them is a group or a setting. */
  readonly isOther: boolean;
  /** Environment variables that carry the secrets of the file, by name. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** A group of options that a plugin reads. */
export interface PluginOptions {
  /** Key in the configuration, such as `swift`. */
  readonly group: string;
  readonly properties: Readonly<Record<string, JsonSchema>>;
}

/** What the old service did where its file said nothing and this one does something else. */
const OLD_DEFAULTS: readonly (readonly [path: string, value: unknown])[] = [
  ['listenAddress', '::'],
  ['authStrategy', 'keystone'],
  ['processing.storeData', 'none'],
  ['pxeFilter.driver', 'iptables'],
  ['ironic.authType', 'password'],
];

const camel = (name: string): string =>
  name.toLowerCase().replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const upper = (name: string): string => name.replace(/[A-Z]/g, '_$&').toUpperCase();

/**
 * Turns the text of an `ironic-inspector.conf` into options of this service. What behaves differently here
 * unless it is set is written out, so that the service does what it did. A text that is empty there, and absent here
 * unless it is set, is not carried over: both mean the same.
 *
 * @param plugins - groups that installed plugins read
 * @param withSecrets - true: secrets become part of the configuration; false: they are returned separately
 */
export function importIni(
  text: string,
  plugins: readonly PluginOptions[],
  withSecrets: boolean,
): ImportedConfig {
  const { settings: written, groups, unreadable } = parseOslo(text);
  const { settings, borrowed } = placeCredentials(written);
  const config: Record<string, unknown> = {};
  const secrets: Record<string, string> = {};
  const wrong: WrongValue[] = [];
  const leftOut: LeftOut[] = unreadable.map(({ line, text: content }) => ({
    option: content.trim(),
    line,
    reason: 'the line is not a setting',
  }));
  for (const [path, value] of OLD_DEFAULTS) put(config, path.split('.'), value);
  for (const setting of settings) {
    const found = locate(setting, plugins);
    if ('reason' in found) {
      if (found.reason === NOBODYS && borrowed.has(setting)) continue;
      leftOut.push({ option: `[${setting.group}]${setting.name}`, line: setting.line, reason: found.reason });
      continue;
    }
    const value = valueOf(setting, settings, found);
    const fault = isBackendUrl(found) && value !== '' ? backendUrlFault(String(value)) : undefined;
    if (fault !== undefined) {
      leftOut.push({ option: `[${setting.group}]${setting.name}`, line: setting.line, reason: fault });
      continue;
    }
    if (value === '' && found.schema['default'] === undefined) continue;
    const problem = wrongValue(found.schema, value);
    if (problem !== undefined)
      wrong.push({ option: `[${setting.group}]${setting.name}`, line: setting.line, problem });
    if (found.secret && !withSecrets && !isUrlWithoutPassword(setting.value))
      secrets[`INSPECTOR_${found.path.map(upper).join('__')}`] = setting.value;
    else put(config, found.path, value);
  }
  const undecided = [...undecidedIn(config), ...keepOldRoles(config), ...apartWithoutBackend(config)];
  const isOther = settings.length === 0 && groups === 0 && unreadable.length > 0;
  if (Object.keys(secrets).length > 0) config['requiredEnvironment'] = Object.keys(secrets);
  return { config, leftOut, wrong, undecided, isOther, secrets };
}

/** The old service started without knowing where Keystone is, and refused every caller. */
function undecidedIn(config: Readonly<Record<string, unknown>>): string[] {
  const keystone = config['keystoneAuthtoken'] as Readonly<Record<string, unknown>> | undefined;
  if (config['authStrategy'] !== 'keystone' || keystone?.['authUrl'] !== undefined) return [];
  return [
    "keystoneAuthtoken.authUrl: the file does not say where Keystone is. Set it, or another authStrategy than 'keystone'. " +
      'The service does not start before.',
  ];
}

const isBackendUrl = ({ path }: Located): boolean => path.join('.') === 'coordination.backendUrl';

/** Processes that run apart share a coordination backend, and the one of the old service may be of no use here. */
function apartWithoutBackend(config: Readonly<Record<string, unknown>>): string[] {
  if (config['standalone'] !== false || config['coordination'] !== undefined) return [];
  return [
    'coordination.backendUrl: standalone is false, and the file names no etcd. Run one and write etcd3+http://host:2379, ' +
      'or set standalone: true. The service does not start before.',
  ];
}

/** Nobody loses access by moving: the old service took the old roles unless its file said otherwise. */
function keepOldRoles(config: Record<string, unknown>): string[] {
  const policy = config['osloPolicy'] as Readonly<Record<string, unknown>> | undefined;
  if (config['authStrategy'] !== 'keystone' || policy?.['enforceNewDefaults'] !== undefined) return [];
  put(config, ['osloPolicy', 'enforceNewDefaults'], false);
  return [
    'osloPolicy.enforceNewDefaults: false is written, as the old service behaved: baremetal_admin, baremetal_observer ' +
      'and administrator keep their rights. Remove it once nobody needs these roles.',
  ];
}

interface Located {
  readonly path: readonly string[];
  readonly schema: JsonSchema;
  readonly secret: boolean;
}

/** A place that is no secret, such as that of an sqlite file. */
const isUrlWithoutPassword = (value: string): boolean =>
  /^[a-z][a-z0-9+]*:\/\//i.test(value) && !/^[^/]*:\/\/[^/@]*:.*@|[?&]password=/i.test(value);

const NOBODYS = 'no installed plugin reads this group';
const SECRET = /password|secret|token/i;

function locate(
  { group, name }: OsloSetting,
  plugins: readonly PluginOptions[],
): Located | { readonly reason: string } {
  const option = camel(name);
  if (group.toUpperCase() === 'DEFAULT') return inGroup(TOP_LEVEL, [], option);
  const key = camel(group);
  const own = Object.hasOwn(GROUPS, key) ? GROUPS[key] : undefined;
  if (own && Object.hasOwn(own, option)) return inGroup(own, [key], option);
  const plugin = plugins.find((one) => one.group === key);
  const schema = plugin && Object.hasOwn(plugin.properties, option) ? plugin.properties[option] : undefined;
  if (schema)
    return { path: [key, option], schema, secret: schema['writeOnly'] === true || SECRET.test(name) };
  if (Object.hasOwn(NOT_AVAILABLE_GROUPS, group)) return { reason: NOT_AVAILABLE_GROUPS[group] ?? '' };
  if (own || plugin) return { reason: reasonOf([key, option]) };
  return { reason: NOBODYS };
}

function inGroup(
  group: OptionGroup,
  prefix: readonly string[],
  name: string,
): Located | { readonly reason: string } {
  const option = Object.hasOwn(group, name) ? group[name] : undefined;
  if (!option) return { reason: reasonOf([...prefix, name]) };
  return { path: [...prefix, name], schema: option.schema, secret: option.secret };
}

function reasonOf(path: readonly string[]): string {
  const key = path.join('.');
  const known = Object.hasOwn(NOT_AVAILABLE, key) ? NOT_AVAILABLE[key] : undefined;
  return known ?? 'there is no such option here';
}

/** A repeated list option is one list of all its values; everything else takes the last value, as the old service did. */
function valueOf(setting: OsloSetting, all: readonly OsloSetting[], { schema }: Located): unknown {
  const text = interpolate(setting, all);
  const types = [schema['type']].flat().map(String);
  const repeated = all.filter((one) => one.group === setting.group && one.name === setting.name);
  if (!types.some((type) => SCALARS.has(type)) && (repeated.length > 1 || text.startsWith('{'))) {
    return repeated.map((one) => interpolate(one, all));
  }
  const [type] = types;
  return coerceOption(
    { schema: { ...schema, type }, fallback: undefined, description: '', secret: false },
    text,
    true,
  );
}

const SCALARS = new Set(['string', 'integer', 'number', 'boolean']);

function put(config: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first = '', second] = path;
  if (second === undefined) config[first] = value;
  else config[first] = { ...(config[first] as object | undefined), [second]: value };
}
