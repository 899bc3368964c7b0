import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

/** Names of files in a module: what it imports by a relative path, and what it opens beside itself. */
const NAMES = [
  /\bfrom\s*['"](\.{1,2}\/[^'"]+)['"]/g,
  /\bimport\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g,
  /\brequire\(\s*['"](\.{1,2}\/[^'"]+)['"]/g,
  /\bnew URL\(\s*['"](\.{1,2}\/[^'"]+)['"]\s*,\s*import\.meta\.url/g,
];

/**
 * The files of a package that a module cannot do without: itself, what it and what that imports by relative paths,
 * and the data named in `new URL('…', import.meta.url)`.
 *
 * @param folder - absolute path of the package
 * @param file - absolute path of the module
 * @returns paths relative to the folder, `/` between folders; `../…` for what is outside of it
 */
export function neededFiles(folder: string, file: string): string[] {
  const found = new Set<string>();
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    if (/\.[cm]?[jt]s$/.test(next)) waiting.push(...namedIn(next));
  }
  return [...found].map((path) => relative(folder, path).split(sep).join('/')).filter((path) => path !== '');
}

/** Absolute paths of what a module names and what is there; TypeScript names its modules as they will be compiled. */
function namedIn(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const names = NAMES.flatMap((name) => [...text.matchAll(name)].map((match) => match[1] ?? ''));
  return names
    .map((name) => resolve(dirname(file), name))
    .map((path) => (existsSync(path) ? path : path.replace(/\.([cm]?)js$/, '.$1ts')))
    .filter((path) => existsSync(path));
}
