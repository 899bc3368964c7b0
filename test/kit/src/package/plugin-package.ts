import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  examinePackage,
  readPackageFolder,
  type Finding,
  type FoundPackage,
} from '@inspector/plugin-api/package';

/** What a manifest says about one plugin. */
export interface ManifestEntry {
  readonly group: string;
  readonly name: string;
  /** Absolute path of the module that is tested. */
  readonly path: string;
  /** Which export of it. */
  readonly exportName: string;
}

/** A package of plugins as its tests see it. */
export interface PackageUnderTest {
  readonly folder: string;
  /** package.json as it is written. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly entries: readonly ManifestEntry[];
  /** Other name → name, as in the manifest. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Everything `inspector plugins validate` has to say, `ok` left out. */
  examine(): Promise<readonly Finding[]>;
  /** Path of a file as it is published: of what is compiled, not of its source. */
  published(path: string): string;
}

/**
 * Reads a package of plugins.
 *
 * @param source - folder with the TypeScript of modules that the manifest names in another folder, compiled
 */
export function readPluginPackage(location: URL | string, source?: string): PackageUnderTest {
  const folder = location instanceof URL ? fileURLToPath(location) : location;
  const found = readPackageFolder(folder);
  const json = found.json ?? {};
  const manifest = tableOf(json['inspector']);
  const written = tablesOf(manifest['entryPoints']);
  const built = Object.values(written).flatMap((names) => Object.values(names).map(builtFolder))[0];
  const tested = source === undefined ? written : sourcesOf(written, source);
  return {
    folder: found.folder,
    json,
    entries: Object.entries(tested).flatMap(([group, names]) =>
      Object.entries(names).map(([name, target]) => ({ group, name, ...moduleOf(found.folder, target) })),
    ),
    aliases: tableOf(manifest['aliases']) as Record<string, string>,
    async examine() {
      const { findings } = await examinePackage(
        source === undefined ? found : { ...found, json: withEntryPoints(found, tested) },
      );
      return findings.filter(({ outcome }) => outcome !== 'ok');
    },
    published: (path) =>
      source !== undefined && built !== undefined && path.startsWith(`${source}/`)
        ? `${built}${path.slice(source.length).replace(/\.([cm]?)ts$/, '.$1js')}`
        : path,
  };
}

/** Imports the definition of an entry. */
export async function definitionOf({ path, exportName }: ManifestEntry): Promise<unknown> {
  const module = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  const compiled = tableOf(module['default']);
  return Object.hasOwn(compiled, '__esModule') ? compiled[exportName] : module[exportName];
}

type Table = Readonly<Record<string, unknown>>;
type EntryPoints = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The value if it is an object, else an empty one: what is no object is reported by core. */
export const tableOf = (value: unknown): Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {};

const tablesOf = (value: unknown): EntryPoints =>
  Object.fromEntries(
    Object.entries(tableOf(value)).map(([group, names]) => [
      group,
      Object.fromEntries(
        Object.entries(tableOf(names)).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      ),
    ]),
  );

/** `dist` of `./dist/hooks/one.js`. */
const builtFolder = (target: string): string => target.split('/')[1] ?? '';

const sourcesOf = (entryPoints: EntryPoints, source: string): EntryPoints =>
  Object.fromEntries(
    Object.entries(entryPoints).map(([group, names]) => [
      group,
      Object.fromEntries(
        Object.entries(names).map(([name, target]) => [
          name,
          target.replace(/^\.\/[^/]+\//, `./${source}/`).replace(/\.([cm]?)js(#|$)/, '.$1ts$2'),
        ]),
      ),
    ]),
  );

const withEntryPoints = ({ json = {} }: FoundPackage, entryPoints: EntryPoints): Table => ({
  ...json,
  inspector: { ...tableOf(json['inspector']), entryPoints },
});

function moduleOf(folder: string, target: string): Pick<ManifestEntry, 'path' | 'exportName'> {
  const [file = '', exportName = 'default'] = target.split('#');
  return { path: join(folder, file), exportName };
}
