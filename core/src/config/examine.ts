import { applyBackendUrl } from './backend-url.js';
import { contradictions, unsafeExposure } from './checks.js';
import { coerceOption } from './coerce.js';
import type { EnvironmentSetting } from './environment.js';
import { GROUPS, TOP_LEVEL } from './groups.js';
import type { OptionGroup } from './option.js';
import { schemaProblems, type ConfigProblem } from './problems.js';
import type { InspectorConfig, UserConfig } from './types.js';

type Content = Record<string, unknown>;

const isObject = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A complete configuration, and what is wrong with what it was made of. */
export interface ExaminedConfig {
  /** Options that are wrong have their defaults. */
  readonly config: InspectorConfig;
  readonly problems: readonly ConfigProblem[];
  /** Why it would let strangers in; undefined: it does not. */
  readonly unsafe: string | undefined;
}

/** Makes a complete configuration of what a user wrote in a file and in the environment, and finds everything wrong with it. */
export function examineConfig(
  content: UserConfig | Readonly<Content>,
  environment: readonly EnvironmentSetting[],
): ExaminedConfig {
  const merged = withEnvironment(normalise(content), environment);
  applyBackendUrl(merged);
  const { core, pluginGroups } = splitPluginGroups(merged);
  const faulty = schemaProblems(core);
  const config = withDefaults(withoutFaulty(core, faulty), pluginGroups);
  return {
    config,
    problems: [...faulty, ...contradictions(config, new Set(faulty.map(({ path }) => path)))],
    unsafe: unsafeExposure(config),
  };
}

/** What is left when options that are wrong are taken out. */
function withoutFaulty(core: Content, problems: readonly ConfigProblem[]): Content {
  const result = structuredCloneOf(core);
  for (const { path } of problems) {
    const [first = '', second = ''] = path.split('.');
    const group = result[first];
    if (isObject(group) && first !== 'plugins') Reflect.deleteProperty(group, second);
    else Reflect.deleteProperty(result, first);
  }
  return result;
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
