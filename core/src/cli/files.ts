import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileWords, InspectorError } from '@inspector/plugin-api';
import type { CliContext } from './context.js';

/** Where files and standard input are. */
export type InputContext = Pick<CliContext, 'cwd' | 'stdin'>;

/** Control characters that no text has. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const BINARY = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;

/**
 * Reads a file named on the command line; `-` is standard input.
 *
 * @param what - what it holds, for the error: `rules`
 * @throws `INSP_FILE_FAILED` naming the file that cannot be read, or is no text
 */
export async function readInput(file: string, what: string, context: InputContext): Promise<string> {
  try {
    const content =
      file === '-' ? await text(context.stdin) : await readFile(resolve(context.cwd, file), 'utf8');
    if (BINARY.test(content)) throw new Error('it is no text');
    return content;
  } catch (cause) {
    throw failed(`Cannot read ${what} from ${shown(file)}`, cause);
  }
}

/** How a file is called in messages. */
export const shown = (file: string): string => (file === '-' ? 'standard input' : file);

/** How a file is written. */
export interface OutputOptions {
  /** false: a file that is there is left alone. Default true. */
  readonly overwrite?: boolean;
  /** Who may read and write it. Default: as before, or what is usual for a new file. */
  readonly mode?: number;
  /** Make the folders it lies in. Default false: they are more likely mistyped. */
  readonly folders?: boolean;
}

/**
 * Writes a file named on the command line. Afterwards it holds the whole text, or what it
 * held before: a half-written file looks like a good one.
 *
 * @returns its absolute path
 * @throws `INSP_FILE_FAILED` naming the file
 */
export async function writeOutput(
  file: string,
  content: string,
  cwd: string,
  { overwrite = true, folders = false, mode }: OutputOptions = {},
): Promise<string> {
  const path = resolve(cwd, file);
  try {
    if (folders) await mkdir(dirname(path), { recursive: true });
    const there = await stat(path).catch(absent);
    if (there && !overwrite) throw new Error('it exists already; add --force to overwrite it');
    // A terminal, a pipe, a device: nothing to replace.
    if (there && !there.isFile()) await writeFile(path, content);
    else await replace(there ? await realpath(path) : path, content, mode ?? there?.mode);
    return path;
  } catch (cause) {
    throw failed(`Cannot write ${path}`, (await missingFolder(path, cause)) ?? cause);
  }
}

/** That the folder of a file is not there, where that is why it cannot be written. */
async function missingFolder(path: string, cause: unknown): Promise<Error | undefined> {
  const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
  if (!isAbsent || (await stat(dirname(path)).catch(absent)) !== undefined) return undefined;
  return new Error(`the folder ${dirname(path)} does not exist`, { cause });
}

/** What Node.js gives new files. */
const USUAL_MODE = 0o666;

async function replace(path: string, content: string, mode: number | undefined): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, content, { flag: 'wx', mode: mode ?? USUAL_MODE });
    // The mask of the process counts for new files only.
    if (mode !== undefined) await chmod(temporary, mode & 0o777);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/**
 * The error about a file that was named on the command line.
 *
 * @param what - what could not be done, such as `read the inventory`
 */
export const fileFault = (what: string, path: string, cause: unknown): InspectorError =>
  failed(`Cannot ${what} from ${path}`, cause);

const failed = (what: string, cause: unknown): InspectorError =>
  new InspectorError('INSP_FILE_FAILED', `${what}: ${fileWords(cause)}`, { cause });
