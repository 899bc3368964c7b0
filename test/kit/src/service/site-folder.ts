import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlacedPlugin } from './given-plugins.js';

/** The folder of a service under test. */
export interface SiteFolder {
  readonly path: string;
  /** Installs what is in a folder, as `npm install FOLDER` does. */
  link(folder: URL | string): Promise<void>;
  /** Takes everything away. */
  remove(): Promise<void>;
}

/** Where the modules of this process find the definitions that tests give: there is nothing else that both of them see. */
const DEFINITIONS = Symbol.for('@inspector/test-kit definitions');

const definitions = ((globalThis as Record<symbol, unknown>)[DEFINITIONS] ??= new Map()) as Map<
  string,
  unknown
>;

/**
 * Makes the folder of a service, in which the given plugins are installed as packages. Their modules hand out the very
 * definitions of the test, so it does not matter how these are compiled.
 */
export async function makeSiteFolder(plugins: readonly PlacedPlugin[]): Promise<SiteFolder> {
  const path = await mkdtemp(join(tmpdir(), 'inspector-under-test-'));
  const keys: string[] = [];
  for (const plugin of plugins) {
    const folder = join(path, 'node_modules', plugin.packageName);
    keys.push(folder);
    definitions.set(folder, plugin.definition);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifestOf(plugin)));
    await writeFile(join(folder, 'index.js'), moduleFor(folder));
  }
  return {
    path,
    async link(given) {
      const folder = given instanceof URL ? fileURLToPath(given) : resolve(given);
      const { name } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { name: string };
      const place = join(path, 'node_modules', name);
      await mkdir(dirname(place), { recursive: true });
      await symlink(folder, place, 'junction');
    },
    async remove() {
      for (const key of keys) definitions.delete(key);
      await rm(path, { recursive: true, force: true });
    },
  };
}

const manifestOf = ({ group, id, packageName, aliases }: PlacedPlugin): object => ({
  name: packageName,
  version: '0.0.0',
  type: 'module',
  // Fits every version of the contract: the types have checked it.
  peerDependencies: { '@inspector/plugin-api': 'workspace:*' },
  inspector: {
    api: 1,
    entryPoints: { [group]: { [id]: './index.js' } },
    aliases: Object.fromEntries(aliases.map((alias) => [alias, id])),
  },
});

const moduleFor = (key: string): string =>
  `export default globalThis[Symbol.for(${JSON.stringify(Symbol.keyFor(DEFINITIONS))})].get(${JSON.stringify(key)});\n`;
