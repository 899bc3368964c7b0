import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { neededFiles } from './needed-files.js';

/** Files that are looked at: a bundle is one, and a plugin with more modules than this is named by its entry. */
const MOST_FILES = 50;
/** Milliseconds for one of them. */
const LIMIT = 5000;

/**
 * Where the modules of a plugin are no JavaScript, ` (/srv/…/index.js:3)`. The error of an import does not say it, so Node is
 * asked to check the files; empty where it finds nothing.
 *
 * @param folder - absolute path of the package
 * @param file - absolute path of the module that its manifest names
 */
export function syntaxErrorPlace(folder: string, file: string): string {
  for (const path of neededFiles(folder, file).slice(0, MOST_FILES)) {
    if (!/\.[cm]?js$/.test(path)) continue;
    const absolute = join(folder, path);
    const { stderr } = spawnSync(process.execPath, ['--check', absolute], {
      env: {},
      encoding: 'utf8',
      timeout: LIMIT,
    });
    const row = /^(?:file:\/\/)?\/.*:(\d+)$/m.exec(stderr)?.[1];
    if (row !== undefined) return ` (${absolute}:${row})`;
  }
  return '';
}
