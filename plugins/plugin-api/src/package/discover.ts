import { fileWords } from '../errors/file-words.js';
import { thrownText } from '../errors/thrown.js';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { looksLikePlugin } from './names.js';

/** The package.json of a package that may be a plugin, as it was found. */
export interface FoundPackage {
  /** The name under which it is installed. */
  readonly installedAs: string;
  /** Its folder, links followed. */
  readonly folder: string;
  /** Content of package.json; `undefined` when it could not be read. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  /** Why it could not be read. */
  readonly fault?: string;
}

/** What could not be looked into while plugins were searched. */
export interface UnreadableFolder {
  readonly folder: string;
  readonly reason: string;
}

/** What a search for plugins came to. */
export interface Discovery {
  /** Nearest to the first root first, then by name. */
  readonly packages: readonly FoundPackage[];
  /** Folders that exist but could not be listed. */
  readonly unreadable: readonly UnreadableFolder[];
}

/**
 * Finds the packages that may be plugins, without importing anything.
 *
 * Looks into `node_modules` of every root and of all its parents. Only packages whose name looks like that of a
 * plugin are opened, and of these only package.json; the `inspector-plugin` keyword is for people who search
 * the registry and decides nothing here. Links are followed once, so a package that is linked into several places
 * counts once.
 *
 * Reads synchronously: it runs once at start, and a few hundred small files take less time than their round
 * trips through the thread pool.
 */
export function discoverPackages(roots: readonly string[]): Discovery {
  const packages = new Map<string, FoundPackage>();
  const unreadable: UnreadableFolder[] = [];
  for (const modules of moduleFolders(roots, unreadable)) {
    for (const name of candidates(modules, unreadable)) {
      const found = readPackage(modules, name);
      if (found && !packages.has(found.folder)) packages.set(found.folder, found);
    }
  }
  return { packages: [...packages.values()], unreadable };
}

/**
 * Finds packages that say that they are plugins, and whose name keeps them from being opened: those with the key
 * `inspector` or the keyword. Reads every package.json, so it is for telling why a plugin was not found.
 */
export function misnamedPackages(roots: readonly string[]): FoundPackage[] {
  return moduleFolders(roots, []).flatMap((modules) =>
    installedIn(modules, [])
      .filter((name) => !looksLikePlugin(name))
      .map((name) => readPackage(modules, name))
      .filter(({ json }) => json !== undefined && saysPlugin(json)),
  );
}

/** A package that is installed under exactly this name, whatever it is; undefined: there is none. */
export function installedPackage(roots: readonly string[], name: string): FoundPackage | undefined {
  const modules = moduleFolders(roots, []).find((folder) => installedIn(folder, []).includes(name));
  return modules === undefined ? undefined : readPackage(modules, name);
}

function saysPlugin({ inspector, keywords }: Readonly<Record<string, unknown>>): boolean {
  if (typeof inspector === 'object' && inspector !== null && Object.hasOwn(inspector, 'entryPoints'))
    return true;
  return Array.isArray(keywords) && keywords.includes('inspector-plugin');
}

/** The `node_modules` folders to look into, nearest first, each once. */
function moduleFolders(roots: readonly string[], unreadable: UnreadableFolder[]): string[] {
  const folders = new Map<string, string>();
  for (const root of roots) {
    for (let folder = resolve(root); ; folder = dirname(folder)) {
      if (basename(folder) !== 'node_modules') {
        const real = realPath(join(folder, 'node_modules'), unreadable);
        if (real !== undefined) folders.set(real, real);
      }
      if (dirname(folder) === folder) break;
    }
  }
  return [...folders.values()];
}

/** The real path; `undefined` when nothing is there or it cannot be reached. */
function realPath(path: string, unreadable: UnreadableFolder[]): string | undefined {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (!isAbsent(error)) unreadable.push({ folder: path, reason: thrownText(error) });
    return undefined;
  }
}

/** Names of installed packages, with scope, that look like plugins. */
const candidates = (modules: string, unreadable: UnreadableFolder[]): string[] =>
  installedIn(modules, unreadable).filter(looksLikePlugin);

/** Names of everything in a `node_modules`, with scope. */
const installedIn = (modules: string, unreadable: UnreadableFolder[]): string[] =>
  list(modules, unreadable).flatMap((name) =>
    name.startsWith('@') ? list(join(modules, name), unreadable).map((base) => `${name}/${base}`) : [name],
  );

function list(folder: string, unreadable: UnreadableFolder[]): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (!isAbsent(error)) unreadable.push({ folder, reason: thrownText(error) });
    return [];
  }
}

/** The package in a folder; `undefined` when it is something else that only has a similar name. */
function readPackage(modules: string, installedAs: string): FoundPackage {
  const path = join(modules, installedAs);
  let folder = path;
  try {
    folder = realpathSync.native(path);
    const json: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
      return { installedAs, folder, json: json as Record<string, unknown> };
    }
    return { installedAs, folder, json: undefined, fault: 'package.json is not an object' };
  } catch (error) {
    return { installedAs, folder, json: undefined, fault: fileWords(error) };
  }
}

/**
 * Reads one package by its folder.
 *
 * @param installedAs - Name it is installed under; the one it gives itself if it is not installed anywhere.
 */
export function readPackageFolder(folder: string, installedAs?: string): FoundPackage {
  const place = resolve(folder);
  const found = readPackage(dirname(place), basename(place));
  const own = found.json?.['name'];
  return { ...found, installedAs: installedAs ?? (typeof own === 'string' ? own : basename(place)) };
}

const isAbsent = (error: unknown): boolean => {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
};
