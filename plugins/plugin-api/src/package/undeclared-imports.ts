import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { neededFiles } from './needed-files.js';

/** Names of packages in a module: in `import`, `export … from`, `import()` and `require()`. */
const NAMES = [
  /\bfrom\s*['"]([^'"./][^'"]*)['"]/g,
  /\bimport\s*\(?\s*['"]([^'"./][^'"]*)['"]/g,
  /\brequire\(\s*['"]([^'"./][^'"]*)['"]/g,
];

/** Keys of package.json whose packages are there for whoever installs the plugin. */
const DECLARED = ['dependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Packages that the modules of a plugin import and that its package.json does not ask for. They may be there by chance,
 * because another package brought them; with pnpm they are not.
 *
 * @param folder - absolute path of the package
 * @param files - absolute paths of the modules that its manifest names
 */
export function undeclaredImports(
  folder: string,
  json: Readonly<Record<string, unknown>>,
  files: readonly string[],
): string[] {
  const declared = new Set([
    String(json['name']),
    ...DECLARED.flatMap((key) => Object.keys((json[key] ?? {}) as object)),
  ]);
  const modules = new Set(files.flatMap((file) => neededFiles(folder, file)));
  const imported = [...modules].filter(isModule).flatMap((file) => packagesIn(join(folder, file)));
  return [...new Set(imported)].filter((name) => !declared.has(name)).sort();
}

const isModule = (path: string): boolean => /\.[cm]?[jt]s$/.test(path);

/** What is no import: comments, and types, which are gone from what is published. */
const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const TYPES = /\b(?:import|export)\s+type\b[^'"]*(['"])[^'"]*\1/g;

function packagesIn(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(COMMENTS, '').replace(TYPES, '');
  return NAMES.flatMap((name) => [...text.matchAll(name)].map((match) => match[1] ?? ''))
    .filter((name) => !isBuiltin(name) && !name.startsWith('#') && !/[\s:]/.test(name))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
}
