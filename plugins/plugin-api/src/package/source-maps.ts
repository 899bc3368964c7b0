import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { neededFiles } from './needed-files.js';
import { publishedFiles } from './published-files.js';

/** The comment that names a source map, in a module and in declarations; maps within the comment are complete. */
const COMMENT = /^\/\/# sourceMappingURL=(?!data:)(\S+)\s*$/m;

/**
 * Source maps of a plugin that name sources which are not published: debuggers then show nothing, and the maps are only
 * weight. A map that holds its sources is complete.
 *
 * @param folder - absolute path of the package
 * @param files - absolute paths of the modules that its manifest names
 * @param published - the key `files` of package.json
 * @returns paths of the sources that are lacking, relative to the folder
 */
export function unpublishedSources(
  folder: string,
  files: readonly string[],
  published: readonly string[],
): string[] {
  const isPublished = publishedFiles(published);
  const modules = new Set(files.flatMap((file) => neededFiles(folder, file)));
  const maps = [...modules]
    .filter((path) => /\.[cm]?js$/.test(path))
    .flatMap((path) => [path, path.replace(/js$/, 'd.ts').replace(/\.([cm])d\.ts$/, '.d.$1ts')])
    .flatMap((path) => mapOf(folder, path))
    .filter(isPublished);
  return [...new Set(maps.flatMap((path) => sourcesOf(folder, path)))]
    .filter((path) => !isPublished(path))
    .sort();
}

/** The map that a file names, if it is there. */
function mapOf(folder: string, path: string): string[] {
  if (!existsSync(join(folder, path))) return [];
  const named = COMMENT.exec(readFileSync(join(folder, path), 'utf8'))?.[1];
  if (named === undefined) return [];
  const map = posix.join(dirname(path), named);
  return existsSync(join(folder, map)) ? [map] : [];
}

/** The sources that a map names without holding them. */
function sourcesOf(folder: string, path: string): string[] {
  const { sources, sourceRoot, sourcesContent } = mapIn(join(folder, path));
  const root = typeof sourceRoot === 'string' ? sourceRoot : '';
  return textsOf(sources)
    .filter((_source, index) => !Array.isArray(sourcesContent) || typeof sourcesContent[index] !== 'string')
    .map((source) => posix.join(dirname(path), root, source));
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** A map that is no JSON names nothing. */
function mapIn(file: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
