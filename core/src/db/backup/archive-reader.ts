import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fileWords, InspectorError } from '@inspector/plugin-api';
import { FORMAT, type BackupEnd, type BackupHeader } from './archive.js';
import type { ColumnKind, TableForm } from './table-forms.js';
import type { ArchivedValue } from './values.js';

/** Bytes of a line: a row with the largest data that a database takes has less. */
const LONGEST_LINE = 256 * 1024 * 1024;

/** What a line of a backup is. */
export type ArchiveLine =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'table'; readonly form: TableForm }
  | { readonly kind: 'row'; readonly row: readonly ArchivedValue[] }
  | { readonly kind: 'end'; readonly end: BackupEnd };

/**
 * The lines of a backup.
 *
 * @throws `INSP_FILE_FAILED` where the file cannot be read, is no backup, or is not whole
 */
export async function* readArchive(path: string): AsyncGenerator<ArchiveLine, void, void> {
  const hash = createHash('sha256');
  let [isFirst, end]: [boolean, BackupEnd | undefined] = [true, undefined];
  let columns = 0;
  for await (const line of linesOf(path)) {
    if (end !== undefined) throw damaged(path, 'something follows its end');
    const value = parsed(line, path);
    if (isFirst) {
      isFirst = false;
      yield { kind: 'header', header: headerIn(value, path) };
    } else if (Array.isArray(value)) {
      if (value.length !== columns || !value.every(isArchived))
        throw damaged(path, 'a row is not as its table');
      yield { kind: 'row', row: value };
    } else if (typeof value === 'object' && value !== null && 'end' in value) {
      end = endIn(value.end);
      if (end?.sha256 !== hash.digest('hex')) throw damaged(path, 'its checksum is wrong');
      yield { kind: 'end', end };
      continue;
    } else {
      const form = formIn(value);
      if (form === undefined) throw damaged(path, 'a line of it is not known');
      columns = form.columns.length;
      yield { kind: 'table', form };
    }
    hash.update(line).update('\n');
  }
  if (end === undefined) throw isFirst ? foreign(path) : damaged(path, 'its end is missing');
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const text = createGunzip();
  pipeline(createReadStream(path), text, () => undefined);
  let parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of text as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
        parts.push(chunk.subarray(from, at));
        yield Buffer.concat(parts).toString('utf8');
        [parts, length, from] = [[], 0, at + 1];
      }
      parts.push(chunk.subarray(from));
      length += chunk.length - from;
      if (length > LONGEST_LINE) throw damaged(path, 'a line of it is too long');
    }
  } catch (cause) {
    if (InspectorError.is(cause)) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'Z_DATA_ERROR' && length === 0 && parts.length === 0) throw foreign(path);
    if (code?.startsWith('Z_')) throw damaged(path, 'it was cut or changed');
    throw new InspectorError('INSP_FILE_FAILED', `Cannot read a backup from ${path}: ${fileWords(cause)}`, {
      cause,
    });
  }
  if (length > 0) throw damaged(path, 'its last line is not whole');
}

const foreign = (path: string): InspectorError =>
  new InspectorError(
    'INSP_FILE_FAILED',
    `${path} is no backup of Inspector. Name a file that "inspector backup" wrote.`,
  );

const damaged = (path: string, how: string): InspectorError =>
  new InspectorError('INSP_FILE_FAILED', `The backup ${path} is damaged: ${how}. Use another one.`);

function parsed(line: string, path: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    throw damaged(path, 'a line of it is no JSON');
  }
}

function headerIn(value: unknown, path: string): BackupHeader {
  const header = (typeof value === 'object' && value !== null ? value : {}) as Partial<BackupHeader>;
  if (header.format !== FORMAT || typeof header.revision !== 'string') throw foreign(path);
  if (header.version === 1) return header as BackupHeader;
  throw new InspectorError(
    'INSP_FILE_FAILED',
    `The backup ${path} has the form ${String(header.version)}, which a newer version of Inspector writes. Restore it with that version.`,
  );
}

function endIn(value: unknown): BackupEnd | undefined {
  const end = (typeof value === 'object' && value !== null ? value : {}) as Partial<BackupEnd>;
  return typeof end.sha256 === 'string' && typeof end.rows === 'object' ? (end as BackupEnd) : undefined;
}

const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const KINDS: ReadonlySet<unknown> = new Set<ColumnKind>(['text', 'integer', 'boolean', 'time', 'bytes']);

/** Names are written into statements, so they are checked although the sum is right. */
function formIn(value: unknown): TableForm | undefined {
  const { table, columns, key, owner } = (value ?? {}) as Partial<TableForm>;
  const isName = (name: unknown): boolean => typeof name === 'string' && NAME.test(name);
  if (!isName(table) || !Array.isArray(columns) || columns.length === 0 || !Array.isArray(key))
    return undefined;
  const areColumns = (columns as Partial<TableForm['columns'][number]>[]).every(
    ({ name, kind }) => isName(name) && KINDS.has(kind),
  );
  const isOwned = owner === null || (isName(owner?.column) && isName(owner?.table));
  return areColumns && key.every(isName) && isOwned ? (value as TableForm) : undefined;
}

const isArchived = (value: unknown): value is ArchivedValue =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);
