import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { InspectorError } from '../errors/inspector-error.js';
import type { EntryPoint } from './manifest.js';
import { pluginProblem } from './problem.js';

/** Where the module of an entry point is, or why it cannot be used. */
export type EntryFile =
  | { readonly path: string; readonly problem?: undefined }
  | { readonly path?: undefined; readonly problem: InspectorError };

/**
 * Finds the module of an entry point. It is a path inside the package, not something resolved by name: that
 * works the same for CommonJS and ESM packages and needs no `exports`.
 *
 * @param folder - Real path of the package.
 */
export function findEntryFile(packageName: string, folder: string, entryPoint: EntryPoint): EntryFile {
  const { file, group, name } = entryPoint;
  const whose = `The entry point "${name}" (${group}) of ${packageName}`;
  const path = join(folder, file);
  if (isAbsolute(file) || leaves(folder, path)) return outside(whose, packageName, file, folder);
  let real: string;
  try {
    real = realpathSync.native(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return missing(whose, packageName, `${file} is not in ${folder} (${code ?? 'unreadable'})`, folder);
  }
  return leaves(folder, real) ? outside(whose, packageName, file, folder) : { path: real };
}

function leaves(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}

const missing = (whose: string, packageName: string, fault: string, folder: string): EntryFile => ({
  problem: pluginProblem(
    'INSP_PLUGIN_ENTRY_MISSING',
    `${whose} cannot be loaded: ${fault}.`,
    `Install ${packageName} again, or build it if ${folder} is its source; its package.json must list the file under "files".`,
  ),
});

const outside = (whose: string, packageName: string, file: string, folder: string): EntryFile => ({
  problem: pluginProblem(
    'INSP_PLUGIN_ENTRY_OUTSIDE',
    `${whose} points to ${file}, which is outside of the package (${folder}).`,
    `Point it to a file of the package, such as "./dist/index.js", or remove the package: npm uninstall ${packageName}`,
  ),
});
