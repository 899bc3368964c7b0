import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Content of files by path; objects are written as JSON. */
export type Tree = Readonly<Record<string, string | object>>;

/** A temporary folder that a test fills and that is removed afterwards. */
export class FolderTree {
  private constructor(readonly path: string) {}

  static async create(tree: Tree = {}): Promise<FolderTree> {
    const folder = new FolderTree(await realpath(await mkdtemp(join(tmpdir(), 'inspector-plugins-'))));
    await folder.write(tree);
    return folder;
  }

  async write(tree: Tree): Promise<void> {
    const files = Object.entries(tree).map(async ([name, content]) => {
      const path = join(this.path, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    });
    await Promise.all(files);
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** The files of a package that offers one processing hook. */
export function hookPackage(modules: string, name: string, hook: string, source?: string): Tree {
  return {
    [`${modules}/${name}/package.json`]: {
      name,
      version: '1.2.3',
      type: 'module',
      peerDependencies: { '@inspector/plugin-api': '*' },
      inspector: { api: 1, entryPoints: { 'inspector.hook.processing': { [hook]: './index.js' } } },
    },
    [`${modules}/${name}/index.js`]: source ?? `export default { id: '${hook}', setup: () => ({}) };\n`,
  };
}
