import { mkdirSync, statSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Part of `node:module` since Node.js 22.8. */
type CompileCache = { readonly enableCompileCache?: (folder: string) => unknown };

/** Others must not write into the folder: what is in it gets executed. */
const WRITABLE_BY_OTHERS = 0o022;

/**
 * Lets Node.js keep what it compiles in a folder of the user's, so that the next start is faster. Nothing happens
 * where Node.js cannot do that (before 22.8), where there is no such folder, or where others may write into it. Node.js
 * itself honours `NODE_COMPILE_CACHE` and `NODE_DISABLE_COMPILE_CACHE`.
 */
export function useCompileCache(env: Readonly<Record<string, string | undefined>>): void {
  const { enableCompileCache } = nodeModule as CompileCache;
  if (enableCompileCache === undefined || env['NODE_COMPILE_CACHE'] !== undefined) return;
  const folder = compileCacheFolder(env);
  if (folder !== undefined) enableCompileCache(folder);
}

/**
 * The folder for compiled code, made if it is not there: in `CACHE_DIRECTORY` (set by systemd for `CacheDirectory=`), else
 * in `XDG_CACHE_HOME`, else in `~/.cache`.
 *
 * @returns undefined when it cannot be made, belongs to somebody else, or can be written by others
 */
export function compileCacheFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const base = env['CACHE_DIRECTORY'] ?? env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  if (!isAbsolute(base)) return undefined;
  const folder = join(base, 'inspector');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    return uid === process.getuid?.() && (mode & WRITABLE_BY_OTHERS) === 0 ? folder : undefined;
  } catch {
    // A user without a home, or a file system that is read-only: then there is no cache.
    return undefined;
  }
}
