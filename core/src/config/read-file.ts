import { cosmiconfig } from 'cosmiconfig';
import { resolve } from 'node:path';
import { InspectorError } from '../errors/inspector-error.js';

/** What was read, and from where; `path` is undefined when there is no configuration file. */
export interface ConfigFile {
  readonly path: string | undefined;
  readonly content: Readonly<Record<string, unknown>>;
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

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the configuration file: the given one, else the first of the usual names in the working directory.
 *
 * @throws `INSP_CONFIG_UNREADABLE` when a file is there and cannot be read, evaluated, or is not an object.
 */
export async function readConfigFile(cwd: string, file?: string): Promise<ConfigFile> {
  const explorer = cosmiconfig('inspector', { searchPlaces: PLACES, stopDir: cwd, cache: false });
  const path = file === undefined ? undefined : resolve(cwd, file);
  const found = await read(explorer, cwd, path);
  if (!found || found.isEmpty) {
    if (path === undefined) return { path: found?.filepath, content: {} };
    return { path, content: {} };
  }
  const content: unknown = await (typeof found.config === 'function'
    ? (found.config as () => unknown)()
    : found.config);
  if (!isObject(content)) {
    throw new InspectorError(
      'INSP_CONFIG_UNREADABLE',
      `${found.filepath} does not hold an object of options.\nExport one, for instance: export default defineConfig({ listenPort: 5050 })`,
    );
  }
  return { path: found.filepath, content };
}

async function read(explorer: ReturnType<typeof cosmiconfig>, cwd: string, path: string | undefined) {
  try {
    return await (path === undefined ? explorer.search(cwd) : explorer.load(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const which = path ?? `the configuration in ${cwd}`;
    throw new InspectorError(
      'INSP_CONFIG_UNREADABLE',
      `Cannot read ${which}: ${reason}\nCorrect the file, or name another one with --config FILE.`,
      { cause: error },
    );
  }
}
