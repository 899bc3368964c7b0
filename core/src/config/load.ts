import { InspectorError } from '@inspector/plugin-api';
import { withCredentials } from './credentials.js';
import { environmentSettings, type EnvironmentSetting } from './environment.js';
import { examineConfig } from './examine.js';
import type { IgnoredFile } from './ignored-files.js';
import type { ConfigProblem } from './problems.js';
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

/** Where a configuration was read from. */
export interface ConfigPlace {
  /** The file; undefined: none was there. */
  readonly path: string | undefined;
  /** Files that could be taken for the configuration, and are not read; empty where the operator named the file. */
  readonly ignored: readonly IgnoredFile[];
}

/**
 * What a configuration is loaded for: to run the service; for a command, which does not listen; or for the database only.
 * What is wrong with the other options is no reason to refuse it.
 */
export type ConfigUse = 'service' | 'command' | 'database';

/** A configuration and where it was read from. */
export interface LoadedConfig extends ConfigPlace {
  readonly config: InspectorConfig;
}

/** A configuration that was looked at, good or not. */
export interface ConfigFindings extends LoadedConfig {
  /** What is wrong with single options. */
  readonly problems: readonly ConfigProblem[];
  /** Everything wrong with it, `INSP_CONFIG_INVALID` and `INSP_CONFIG_UNSAFE`; empty: it can be used. */
  readonly faults: readonly InspectorError[];
}

/**
 * Loads the configuration of the service: defaults, then the file, then the environment with its credentials.
 *
 * @throws `INSP_CONFIG_UNREADABLE`, `INSP_CONFIG_INVALID` (every problem at once, each with its path) or
 *   `INSP_CONFIG_UNSAFE`.
 */
export async function loadConfig(source: ConfigSource, use: ConfigUse = 'service'): Promise<LoadedConfig> {
  const { config, path, ignored, faults } = await inspectConfig(source, use);
  const [fault] = faults;
  if (fault !== undefined) throw fault;
  return { config, path, ignored };
}

/**
 * Loads the configuration whatever is wrong with its options. One that is wrong has its default, so that the rest of the
 * service can be looked at.
 *
 * @throws `INSP_CONFIG_UNREADABLE`
 */
export async function inspectConfig(
  { cwd, env: own, file }: ConfigSource,
  use: ConfigUse = 'service',
): Promise<ConfigFindings> {
  const { content, path, ignored } = await readConfigFile(cwd, file);
  const env = await withCredentials(own);
  const environment = environmentSettings(env);
  const examined = examineConfig(content, environment);
  const { config } = examined;
  const unsafe = use === 'service' ? examined.unsafe : undefined;
  const missing = config.requiredEnvironment
    .filter((name) => env[name] === undefined && (use !== 'database' || DATABASE_VARIABLE.test(name)))
    .map(notSet);
  const problems = [...examined.problems, ...missing].filter(
    ({ path: option }) => use === 'service' || !OF_LISTENER.test(option),
  );
  return { config, path, ignored, problems, faults: faultsOf(problems, unsafe, path, environment) };
}

/** Options that only whoever listens uses. */
const OF_LISTENER = /^(listen[A-Z]\w*|useSsl|allowUnauthenticated|ssl|healthcheck|cors)(\.|$)/;
const DATABASE_VARIABLE = /^INSPECTOR_DATABASE__/;

const notSet = (name: string): ConfigProblem => ({
  path: 'requiredEnvironment',
  message: `${name} is not set in the environment. Set it, or remove its name from this list`,
});

/**
 * Makes a complete configuration of what a user wrote. Used by programs that embed the server.
 *
 * @throws `INSP_CONFIG_INVALID` or `INSP_CONFIG_UNSAFE`
 */
export function resolveConfig(
  content: UserConfig | Readonly<Record<string, unknown>>,
  environment: readonly EnvironmentSetting[] = [],
  path?: string,
): InspectorConfig {
  const { config, problems, unsafe } = examineConfig(content, environment);
  const [fault] = faultsOf(problems, unsafe, path, environment);
  if (fault !== undefined) throw fault;
  return config;
}

function faultsOf(
  problems: readonly ConfigProblem[],
  unsafe: string | undefined,
  path: string | undefined,
  environment: readonly EnvironmentSetting[],
): InspectorError[] {
  return [
    ...(problems.length > 0 ? [invalid(problems, path, environment)] : []),
    ...(unsafe === undefined ? [] : [new InspectorError('INSP_CONFIG_UNSAFE', unsafe)]),
  ];
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
