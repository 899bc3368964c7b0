import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file that an operator may take for the configuration, and that is not read. */
export interface IgnoredFile {
  /** Absolute. */
  readonly path: string;
  /** Why it is not read and what to do, as the rest of a sentence. */
  readonly reason: string;
}

/** Names that are never read, although they look like a configuration. */
const NEVER_READ = [
  'inspector.config.ts',
  'inspector.config.mts',
  'inspector.config.cts',
  'inspector.config.toml',
  'inspector.config.ini',
  'inspector.config.conf',
];

/**
 * Finds the files of a folder that could be taken for the configuration, and are not.
 *
 * @param places - names that are searched for, the first one found is used
 * @param used - absolute path of the file that is used; undefined: there is none
 */
export function ignoredFiles(
  cwd: string,
  places: readonly string[],
  used: string | undefined,
): readonly IgnoredFile[] {
  const second = places
    .map((name) => join(cwd, name))
    .filter((path) => path !== used && isConfiguration(path))
    .map((path) => ({
      path,
      reason: `${used} is used instead. Remove one of them, or name the right one with --config FILE`,
    }));
  const foreign = NEVER_READ.map((name) => join(cwd, name))
    .filter((path) => existsSync(path))
    .map((path) => ({
      path,
      reason: 'files of this kind are not read. Write inspector.config.mjs, .json or .yaml instead',
    }));
  return [...second, ...foreign];
}

/** A package.json is a configuration only where it has the key. */
function isConfiguration(path: string): boolean {
  if (!existsSync(path)) return false;
  if (!path.endsWith('package.json')) return true;
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    return typeof manifest === 'object' && manifest !== null && 'inspector' in manifest;
  } catch {
    return false;
  }
}
