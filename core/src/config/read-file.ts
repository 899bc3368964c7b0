import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileWords, InspectorError, thrownText } from '@inspector/plugin-api';
import { ignoredFiles, type IgnoredFile } from './ignored-files.js';

/** What was read, and from where; `path` is undefined when there is no configuration file. */
export interface ConfigFile {
  readonly path: string | undefined;
  readonly content: Readonly<Record<string, unknown>>;
  /** Files that could be taken for it; empty where the operator named the file. */
  readonly ignored: readonly IgnoredFile[];
}

const PLACES = [
  'inspector.config.js',
  'inspector.config.mjs',
  'inspector.config.cjs',
  'inspector.config.json',
  'inspector.config.yaml',
  'inspector.config.yml',
  'package.json',
];
/** A file with nothing in it, or with comments only, has no options; it is the configuration all the same. */
const loadJson = async (_path: string, text: string): Promise<unknown> =>
  (await import('./parse-text.js')).parseJsonText(text) ?? {};
const loadModule = async (path: string): Promise<unknown> =>
  (await import('./load-module.js')).loadModule(path);
const loadYaml = async (_path: string, text: string): Promise<unknown> =>
  (await import('./parse-yaml.js')).parseYamlText(text) ?? {};

const LOADERS = {
  '.js': loadModule,
  '.mjs': loadModule,
  '.cjs': loadModule,
  '.json': loadJson,
  '.yaml': loadYaml,
  '.yml': loadYaml,
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the configuration file: the given one, else the first of the usual names in the working directory.
 *
 * @throws `INSP_CONFIG_UNREADABLE` when a file is there and cannot be read, evaluated, or is not an object.
 */
export async function readConfigFile(cwd: string, file?: string): Promise<ConfigFile> {
  const path = file === undefined ? undefined : resolve(cwd, file);
  const found = await read(cwd, path);
  const used = path ?? found?.filepath;
  const ignored = file === undefined ? ignoredFiles(cwd, PLACES, used) : [];
  if (!found || found.isEmpty || found.config === null) return { path: used, content: {}, ignored };
  if (!isObject(found.config)) {
    throw new InspectorError(
      'INSP_CONFIG_UNREADABLE',
      `${found.filepath} does not hold an object of options.\n${exampleFor(found.filepath)}`,
    );
  }
  return { path: found.filepath, content: found.config, ignored };
}

function exampleFor(path: string): string {
  if (/\.ya?ml$/.test(path)) return 'Write an option a line, for instance: listenPort: 5050';
  if (path.endsWith('.json')) return 'Write one, for instance: { "listenPort": 5050 }';
  return 'Export one, for instance: export default defineConfig({ listenPort: 5050 })';
}

interface Found {
  readonly filepath: string;
  readonly isEmpty?: boolean;
  readonly config: unknown;
}

/** Reads a file, and calls what it exports if that is a function. */
async function read(cwd: string, path: string | undefined): Promise<Found | null> {
  if (path !== undefined && !existsSync(path)) throw missing(path);
  const json = await readJsonFile(cwd, path);
  if (json !== undefined) return json;
  // Loaded for the other files only: it takes a while, and Ansible starts a program for every host.
  const { cosmiconfig } = await import('cosmiconfig');
  const options = {
    searchPlaces: PLACES,
    stopDir: cwd,
    cache: false,
    loaders: LOADERS,
    ignoreEmptySearchPlaces: false,
  };
  const explorer = cosmiconfig('inspector', options);
  try {
    const found = await (path === undefined ? explorer.search(cwd) : explorer.load(path));
    if (!found || typeof found.config !== 'function') return found;
    return { filepath: found.filepath, config: await (found.config as () => unknown)() };
  } catch (error) {
    throw unreadable(path ?? fileOf(error) ?? `the configuration in ${cwd}`, error);
  }
}

/**
 * The same where the file is in JSON.
 *
 * @returns null: there is no file in the folder; undefined: it is another one, or cannot be read
 */
async function readJsonFile(cwd: string, path: string | undefined): Promise<Found | null | undefined> {
  const filepath = path ?? PLACES.map((name) => join(cwd, name)).find((place) => existsSync(place));
  if (filepath === undefined) return null;
  if (!filepath.endsWith('.json') || filepath.endsWith('package.json')) return undefined;
  let text: string;
  try {
    text = await readFile(filepath, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return { filepath, config: await loadJson(filepath, text) };
  } catch (error) {
    throw unreadable(filepath, error);
  }
}

const missing = (path: string): InspectorError =>
  new InspectorError(
    'INSP_CONFIG_UNREADABLE',
    `There is no configuration file ${path}. Name the right one with --config FILE.`,
  );

const unreadable = (which: string, error: unknown): InspectorError =>
  new InspectorError(
    'INSP_CONFIG_UNREADABLE',
    `Cannot read ${which}: ${reasonOf(error)}\nCorrect the file, or name another one with --config FILE.`,
    { cause: error },
  );

/** The file a search failed at: cosmiconfig notes it in what its loaders throw. */
function fileOf(error: unknown): string | undefined {
  const path =
    typeof error === 'object' && error !== null && 'filepath' in error ? error.filepath : undefined;
  return typeof path === 'string' ? path : undefined;
}

/** What is wrong, without the name of the file, which is told already. */
function reasonOf(error: unknown): string {
  if (thrownText(error).startsWith('No loader specified'))
    return `its name must end in ${Object.keys(LOADERS).join(', ')}`;
  return fileWords(error);
}
