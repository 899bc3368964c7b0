import { InspectorError, thrownText, type ErrorCodeName } from '@inspector/plugin-api';

/** What an operator can repair; each has a code of its own. */
type Fault = Extract<ErrorCodeName, 'INSP_DB_READ_ONLY' | 'INSP_DB_FULL' | 'INSP_DB_FAILED'>;

/** Result codes of sqlite, which the driver puts into `code`. */
const SQLITE: Readonly<Record<string, Fault>> = {
  SQLITE_READONLY: 'INSP_DB_READ_ONLY',
  SQLITE_PERM: 'INSP_DB_READ_ONLY',
  SQLITE_FULL: 'INSP_DB_FULL',
  SQLITE_IOERR: 'INSP_DB_FAILED',
  SQLITE_CORRUPT: 'INSP_DB_FAILED',
  SQLITE_NOTADB: 'INSP_DB_FAILED',
  SQLITE_CANTOPEN: 'INSP_DB_FAILED',
  SQLITE_BUSY: 'INSP_DB_FAILED',
  SQLITE_LOCKED: 'INSP_DB_FAILED',
  SQLITE_PROTOCOL: 'INSP_DB_FAILED',
};

/**
 * Error numbers of MySQL and MariaDB: 1142 and 1143 no right to change a table or column, 1290 and 1836 the server is
 * read-only, 1792 the transaction is; 1021 the disk is full, 1114 a table is; 3 a file cannot be written.
 */
const MYSQL: Readonly<Record<number, Fault>> = {
  1142: 'INSP_DB_READ_ONLY',
  1143: 'INSP_DB_READ_ONLY',
  1290: 'INSP_DB_READ_ONLY',
  1792: 'INSP_DB_READ_ONLY',
  1836: 'INSP_DB_READ_ONLY',
  1021: 'INSP_DB_FULL',
  1114: 'INSP_DB_FULL',
  3: 'INSP_DB_FAILED',
};

/** SQLSTATEs of PostgreSQL: no right, a read-only transaction, a full disk, an input or output error. */
const POSTGRES: Readonly<Record<string, Fault>> = {
  '42501': 'INSP_DB_READ_ONLY',
  '25006': 'INSP_DB_READ_ONLY',
  '53100': 'INSP_DB_FULL',
  '58030': 'INSP_DB_FAILED',
};

const WORDS: Readonly<Record<Fault, string>> = {
  INSP_DB_READ_ONLY: 'cannot be written',
  INSP_DB_FULL: 'cannot be written: the disk is full',
  INSP_DB_FAILED: 'failed',
};

/** Which of the faults an error of a database driver is; undefined: none of them. */
export function faultOf(error: unknown): Fault | undefined {
  const { code, errno, sqlState } = (error ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof code === 'string' && code.startsWith('SQLITE_')) return SQLITE[code];
  if (typeof sqlState === 'string' && typeof errno === 'number') return MYSQL[errno];
  return typeof code === 'string' ? POSTGRES[code] : undefined;
}

/**
 * What a failed statement is reported as: a database that is read-only, full or damaged gets a code and words of its
 * own, everything else stays as it is.
 *
 * @param where - path or address of the database, without a password
 * @param repair - what to do about a database that cannot be written
 */
export function describedFault(error: unknown, where: string, repair: () => string): unknown {
  const fault = faultOf(error);
  if (fault === undefined || InspectorError.is(error)) return error;
  const words = `The database ${where} ${WORDS[fault]} (${thrownText(error)}).`;
  return new InspectorError(fault, `${words} ${adviceFor(fault, repair)}`, { cause: error });
}

function adviceFor(fault: Fault, repair: () => string): string {
  if (fault === 'INSP_DB_READ_ONLY') return repair();
  if (fault === 'INSP_DB_FULL') return 'Make room on its disk; the service goes on by itself then.';
  return 'Look after its disk; restore a backup if the file is damaged.';
}
