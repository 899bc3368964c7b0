import type { Dialect } from '../dialect.js';
import type { SqlValue } from '../session.js';
import { fromStored, toStored } from '../timestamp.js';
import type { ColumnKind } from './table-forms.js';

/** A value as a backup has it: bytes in base64, times as the API has them, integers that JSON cannot hold as texts. */
export type ArchivedValue = string | number | boolean | null;

/** A value of any database as a backup has it. */
export function archived(value: unknown, kind: ColumnKind): ArchivedValue {
  if (value === null || value === undefined) return null;
  if (kind === 'boolean') return Boolean(Number(value));
  if (kind === 'bytes') return Buffer.from(value as Uint8Array).toString('base64');
  if (kind === 'time') return fromStored(value);
  if (kind === 'integer')
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value as bigint);
  return typeof value === 'string' ? value : String(value as number);
}

/** A value of a backup as a kind of database takes it. */
export function restored(value: ArchivedValue, kind: ColumnKind, dialect: Dialect): SqlValue {
  if (value === null) return null;
  if (kind === 'bytes') return Buffer.from(String(value), 'base64');
  if (kind === 'time') return toStored(String(value), dialect);
  if (kind === 'boolean' && dialect !== 'postgres') return value === true ? 1 : 0;
  return value;
}
