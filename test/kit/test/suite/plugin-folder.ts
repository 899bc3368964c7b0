import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A package of plugins made for one test: what differs from a good one. */
export interface PluginFolder {
  /** Keys of package.json; undefined removes one. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Keys of its `inspector`. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Text by path; undefined removes a file. */
  readonly files?: Readonly<Record<string, string | undefined>>;
}

/** A hook as a module, with further members. */
export const hook = (members = '', id = 'rack'): string =>
  `export default { id: '${id}', setup: () => ({}), ${members} };\n`;

/** Writes a package with one hook into a new folder, has it used, and removes it. */
export async function withPluginFolder<Result>(
  { json, manifest, files }: PluginFolder,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-package-'));
  const content = {
    ...{ name: 'inspector-hook-rack', version: '1.0.0', description: 'Racks', license: 'Apache-2.0' },
    ...{ type: 'module', keywords: ['inspector-plugin'], files: ['dist'] },
    repository: 'github:acme/inspector-hook-rack',
    peerDependencies: { '@inspector/plugin-api': '^1.0.0' },
    inspector: {
      api: 1,
      entryPoints: { 'inspector.hook.processing': { rack: './dist/index.js' } },
      ...manifest,
    },
    ...json,
  };
  const all = {
    'dist/index.js': hook(),
    'README.md': '# Rack\n',
    'package.json': JSON.stringify(content),
    ...files,
  };
  try {
    for (const [path, text] of Object.entries(all)) {
      if (text === undefined) continue;
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
