/** What the first line of a backup calls it. */
export const FORMAT = 'inspector-backup';

/** The first line of a backup. */
export interface BackupHeader {
  readonly format: typeof FORMAT;
  /** Of the form of the file. */
  readonly version: 1;
  /** Version of the program that wrote it. */
  readonly program: string;
  /** UTC, as in the API. */
  readonly created_at: string;
  /** The kind of database it was read from. */
  readonly database: string;
  /** The newest revision of the schema. */
  readonly revision: string;
}

/** The last line of a backup. */
export interface BackupEnd {
  /** How many rows each table has. */
  readonly rows: Readonly<Record<string, number>>;
  /** Of all lines before, in hexadecimal digits. */
  readonly sha256: string;
}
