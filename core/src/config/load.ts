import { InspectorError } from '@inspector/plugin-api';
import { contradictions, unsafeExposure } from './checks.js';
import { coerceOption } from './coerce.js';
import { environmentSettings, type EnvironmentSetting } from './environment.js';
import { GROUPS, TOP_LEVEL } from './groups.js';
import type { IgnoredFile } from './ignored-files.js';
import type { OptionGroup } from './option.js';
import { schemaProblems, type ConfigProblem } from './problems.js';
import { readConfigFile } from './read-file.js';
import type { InspectorConfig, UserConfig } from './types.js';

/** Where a configuration comes from. */
export interface ConfigSource {
  /** Working directory: where the file is looked for and relative paths start. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** File named by the operator instead of the usual ones. */
  readonly file?: string | undefined;
}

/** A configuration and the file it was read from (undefined: none was there). */
export interface LoadedConfig {
  readonly config: InspectorConfig;
  readonly path: string | undefined;
  /** Files that could be taken for the configuration, and are not read; empty where the operator named the file. */
  readonly ignored: readonly IgnoredFile[];
}

/**
 * Loads the configuration of the service: defaults, then the file, then the environment.
 *
 * @throws `INSP_CONFIG_UNREADABLE`, `INSP_CONFIG_INVALID` (every problem at once, each with its path) or
 *   `INSP_CONFIG_UNSAFE`.
 */
export async function loadConfig({ cwd, env, file }: ConfigSource): Promise<LoadedConfig> {
  const found = await readConfigFile(cwd, file);
  const config = resolveConfig(found.content, environmentSettings(env), found.path);
  const missing = config.requiredEnvironment.filter((name) => env[name] === undefined);
  if (missing.length > 0) throw invalid(missing.map(notSet), found.path);
  return { config, path: found.path, ignored: found.ignored };
}

const notSet = (name: string): ConfigProblem => ({
  path: 'requiredEnvironment',
  message: `${name} is not set in the environment. Set it, or remove its name from this list`,
});

type Content = Record<string, unknown>;

const isObject = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Makes a complete configuration of what a user wrote. Used by {@link loadConfig} and by programs that embed
 * the server.
 */
export function resolveConfig(
  content: UserConfig | Readonly<Content>,
  environment: readonly EnvironmentSetting[] = [],
  path?: string,
): InspectorConfig {
  const merged = withEnvironment(normalise(content), environment);
  const { core, pluginGroups } = splitPluginGroups(merged);
  const problems = schemaProblems(core);
  if (problems.length > 0) throw invalid(problems, path, environment);
  const config = withDefaults(core, pluginGroups);
  const contradicting = contradictions(config);
  if (contradicting.length > 0) throw invalid(contradicting, path, environment);
  const unsafe = unsafeExposure(config);
  if (unsafe !== undefined) throw new InspectorError('INSP_CONFIG_UNSAFE', unsafe);
  return config;
}

/** Drops undefined values and reads lists and tables written as text. */
function normalise(content: Readonly<Content>): Content {
  const result: Content = {};
  for (const [name, value] of Object.entries(content)) {
    if (value === undefined) continue;
    const group = Object.hasOwn(GROUPS, name) ? GROUPS[name] : undefined;
    if (group && isObject(value)) result[name] = normaliseGroup(group, value);
    else if (Object.hasOwn(TOP_LEVEL, name)) result[name] = normaliseOption(TOP_LEVEL, name, value);
    else result[name] = value;
  }
  return result;
}

const normaliseGroup = (group: OptionGroup, values: Content): Content =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, normaliseOption(group, name, value)]),
  );

function normaliseOption(group: OptionGroup, name: string, value: unknown): unknown {
  const option = Object.hasOwn(group, name) ? group[name] : undefined;
  return option ? coerceOption(option, value, false) : value;
}

function withEnvironment(content: Content, environment: readonly EnvironmentSetting[]): Content {
  const result = structuredCloneOf(content);
  for (const { path, value } of environment) {
    const [first = '', second, third] = path;
    if (second === undefined) {
      const option = TOP_LEVEL[first];
      result[first] = option ? coerceOption(option, value, true) : value;
      continue;
    }
    const group = child(result, first);
    if (third !== undefined) child(group, second)[third] = value;
    else {
      const option = Object.hasOwn(GROUPS, first) ? GROUPS[first]?.[second] : undefined;
      group[second] = option ? coerceOption(option, value, true) : value;
    }
  }
  return result;
}

function child(parent: Content, name: string): Content {
  const present = parent[name];
  if (isObject(present)) return present;
  const made: Content = {};
  parent[name] = made;
  return made;
}

/** Copies objects and lists, keeps everything else: a configuration written in JavaScript may hold functions. */
function structuredCloneOf(content: Content): Content {
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [
      name,
      isObject(value) ? structuredCloneOf(value) : value,
    ]),
  );
}

/** Groups core does not know belong to plugins; whether one claims them is checked once plugins are found. */
function splitPluginGroups(content: Content): { core: Content; pluginGroups: Record<string, Content> } {
  const core: Content = {};
  const pluginGroups: Record<string, Content> = {};
  for (const [name, value] of Object.entries(content)) {
    const known = name === 'plugins' || Object.hasOwn(GROUPS, name) || Object.hasOwn(TOP_LEVEL, name);
    if (known || !isObject(value)) core[name] = value;
    else pluginGroups[name] = value;
  }
  return { core, pluginGroups };
}

function withDefaults(core: Content, pluginGroups: Record<string, Content>): InspectorConfig {
  const values: Content = fill(TOP_LEVEL, core);
  for (const [name, group] of Object.entries(GROUPS))
    values[name] = fill(group, core[name] as Content | undefined);
  values['plugins'] = core['plugins'] ?? {};
  values['pluginGroups'] = pluginGroups;
  const config = values as unknown as InspectorConfig;
  return { ...config, processing: { ...config.processing, processingHooks: expandHooks(config) } };
}

const fill = (group: OptionGroup, given: Content = {}): Content =>
  Object.fromEntries(
    Object.entries(group).map(([name, option]) => [
      name,
      Object.hasOwn(given, name) ? given[name] : option.fallback,
    ]),
  );

/** Puts the default hooks in the place of `$default_processing_hooks`. */
function expandHooks({ processing }: InspectorConfig): string[] {
  const { processingHooks, defaultProcessingHooks } = processing;
  return processingHooks.flatMap((hook) =>
    hook === '$default_processing_hooks' || hook === '$defaultProcessingHooks'
      ? defaultProcessingHooks
      : [hook],
  );
}

/** The error that lists problems; the variable is named where an option came from the environment. */
export function invalid(
  problems: readonly ConfigProblem[],
  path?: string,
  environment: readonly EnvironmentSetting[] = [],
): InspectorError {
  const origin = (problem: ConfigProblem): string => {
    const variable = environment.find((setting) => setting.path.join('.') === problem.path)?.variable;
    return variable ? ` (set by ${variable})` : '';
  };
  const lines = problems.map(
    (problem) => `  ${problem.path || '(top level)'}: ${problem.message}${origin(problem)}`,
  );
  const where = path ? ` in ${path}` : '';
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new InspectorError(
    'INSP_CONFIG_INVALID',
    `The configuration has ${count}${where}:\n${lines.join('\n')}\nCorrect ${problems.length === 1 ? 'it' : 'them'}; docs/reference/configuration.md lists every option.`,
  );
}
