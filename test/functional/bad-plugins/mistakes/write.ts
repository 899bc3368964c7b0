import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Mistake } from './at-start.js';

/** A package with a mistake, in a `node_modules`. */
export interface Written {
  readonly mistake: Mistake;
  /** Name of its hook in the configuration. */
  readonly id: string;
  readonly packageName: string;
  readonly folder: string;
  /** A text of the table with the names of this package. */
  readonly named: (text: string) => string;
}

/** Writes the package of a mistake into a folder with a `node_modules`. */
export async function writeMistake(site: string, mistake: Mistake, number: number): Promise<Written> {
  const id = `mistake_${number}`;
  const packageName = mistake.name ?? `@acme/inspector-hook-mistake_${number}`;
  const folder = join(site, 'node_modules', mistake.installedAs ?? packageName);
  const named = (text: string): string => text.replaceAll('PACKAGE', packageName).replaceAll(/\bID\b/g, id);
  const json = {
    name: packageName,
    version: '1.2.3',
    description: 'Has a mistake',
    type: 'module',
    license: 'Apache-2.0',
    keywords: ['inspector-plugin'],
    files: ['index.js'],
    repository: 'github:acme/mistakes',
    peerDependencies: { '@inspector/plugin-api': '^1.0.0' },
    ...(mistake.manifest === null
      ? {}
      : {
          inspector: {
            api: 1,
            entryPoints: { 'inspector.hook.processing': { ID: './index.js' } },
            ...mistake.manifest,
          },
        }),
    ...mistake.json,
  };
  const files = {
    'package.json': JSON.stringify(json, null, 2),
    'index.js': mistake.module ?? `export default { id: 'ID', setup: () => ({ beforeUpdate() {} }) };`,
    'README.md': '# Mistake\n',
    ...mistake.files,
  };
  for (const [name, text] of Object.entries(files)) {
    if (text === undefined) continue;
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), named(text));
  }
  return { mistake, id, packageName, folder, named };
}
