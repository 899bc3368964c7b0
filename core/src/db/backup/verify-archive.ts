import { InspectorError } from '@inspector/plugin-api';
import { migrationChain } from '../chain.js';
import type { BackupHeader } from './archive.js';
import { readArchive } from './archive-reader.js';
import { tableForms } from './table-forms.js';

/** What a whole backup holds. */
export interface VerifiedArchive {
  readonly header: BackupHeader;
  readonly rows: Readonly<Record<string, number>>;
  /** Whether its schema is the newest that this program knows. */
  readonly isNewest: boolean;
}

/**
 * Reads a backup from its beginning to its end, and changes nothing.
 *
 * @throws `INSP_FILE_FAILED` where it is not whole, or a newer version has written it
 */
export async function verifyArchive(file: string): Promise<VerifiedArchive> {
  const known = new Set(tableForms().map(({ table }) => table));
  const rows = new Map<string, number>();
  let [header, table]: [BackupHeader | undefined, string] = [undefined, ''];
  let told: Readonly<Record<string, number>> = {};
  for await (const line of readArchive(file)) {
    if (line.kind === 'header') header = line.header;
    else if (line.kind === 'end') told = line.end.rows;
    else if (line.kind === 'row') rows.set(table, (rows.get(table) ?? 0) + 1);
    else {
      ({ table } = line.form);
      if (!known.has(table) || rows.has(table))
        throw unusable(file, `it has a table "${table}" that it must not have`);
      rows.set(table, 0);
    }
  }
  const found = Object.fromEntries(rows);
  if (header === undefined || JSON.stringify(found) !== JSON.stringify(told)) {
    throw unusable(file, 'it has not as many rows as it says');
  }
  const chain = await migrationChain();
  const { revision, program } = header;
  if (!chain.some((migration) => migration.revision === revision)) {
    throw unusable(
      file,
      `its schema has the revision "${revision}", which this version does not know. Version ${program} has written it: restore it with that version`,
    );
  }
  return { header, rows: found, isNewest: chain.at(-1)?.revision === revision };
}

const unusable = (file: string, why: string): InspectorError =>
  new InspectorError('INSP_FILE_FAILED', `The backup ${file} cannot be used: ${why}.`);
