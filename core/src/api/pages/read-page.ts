import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { fileWords, InspectorError } from '@inspector/plugin-api';
import { mediaTypeOf } from './media-type.js';
import type { PageContent, PageFile } from './pages.js';

/** Bytes of all files of a page together: they stay in memory. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Files of a page. */
const MOST_FILES = 2000;
/** Folders inside each other. */
const DEEPEST = 8;

/** The folder whose files have names that change with their content. */
const FOR_EVER = 'assets/';
const INDEX = 'index.html';
const COMPRESSED = '.gz';

/**
 * Reads all files of a page, so that a request looks a path up and never opens a file: there is no way out of the folder.
 * Links are left out, and so are files whose names begin with a dot.
 *
 * @param directory - absolute path
 * @throws INSP_PAGE_UNREADABLE
 */
export async function readPage(directory: string): Promise<PageContent> {
  if (!isAbsolute(directory)) throw unreadable(directory, 'it is not an absolute path');
  const bodies = await readAll(directory);
  const files = new Map<string, PageFile>();
  for (const [path, body] of bodies) {
    if (path.endsWith(COMPRESSED) && bodies.has(path.slice(0, -COMPRESSED.length))) continue;
    files.set(path, pageFile(path, body, bodies.get(path + COMPRESSED)));
  }
  const index = files.get(INDEX);
  if (index === undefined) throw unreadable(directory, `it has no ${INDEX}`);
  return files.set('', index);
}

async function readAll(directory: string): Promise<Map<string, Buffer>> {
  const bodies = new Map<string, Buffer>();
  let bytes = 0;
  try {
    for await (const path of filesIn(directory, '', 0)) {
      const body = await readFile(join(directory, path));
      bytes += body.length;
      bodies.set(path, body);
      if (bytes > MOST_BYTES) throw new Error(`its files are larger than ${MOST_BYTES / 1024 / 1024} MiB`);
      if (bodies.size > MOST_FILES) throw new Error(`it has more than ${MOST_FILES} files`);
    }
  } catch (error) {
    throw unreadable(directory, fileWords(error, 'folder'), error);
  }
  return bodies;
}

/** Paths of files relative to the folder, with `/` between their parts. */
async function* filesIn(directory: string, below: string, depth: number): AsyncGenerator<string> {
  if (depth > DEEPEST) throw new Error(`${below} is too deep`);
  for (const entry of await readdir(join(directory, below), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = `${below}${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(directory, `${path}/`, depth + 1);
    else if (entry.isFile()) yield path;
  }
}

const pageFile = (path: string, body: Buffer, gzip: Buffer | undefined): PageFile => ({
  type: mediaTypeOf(path),
  body,
  gzip,
  etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  isForEver: path.startsWith(FOR_EVER),
});

const unreadable = (directory: string, why: string, cause?: unknown): InspectorError =>
  new InspectorError('INSP_PAGE_UNREADABLE', `The folder ${directory} cannot be served: ${why}.`, { cause });
