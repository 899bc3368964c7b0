import type { Dialect } from './dialect.js';

/** What a statement may be given for its `?`. */
export type SqlValue = string | number | boolean | Buffer | null;
/** A row as the driver gives it; columns are checked where they are read. */
export type Row = Readonly<Record<string, unknown>>;

/** Where statements run: one connection, or inside one transaction. Parameters are written `?`. */
export interface Session {
  readonly dialect: Dialect;
  /** Runs a statement and returns its rows. */
  all(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
  /** Runs a statement and returns how many rows it touched. */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<number>;
}

/** One statement of a batch; parameters are written `?`. */
export interface Statement {
  readonly sql: string;
  readonly parameters?: readonly SqlValue[];
}

/**
 * What became of a batch: `refused` where its first statement touched no row, or would have made a row a second time;
 * `uncertain` where that was so after an attempt whose answer was lost with the connection, so that the batch may have
 * been written by that attempt.
 */
export type BatchOutcome = 'written' | 'refused' | 'uncertain';

/** How a transaction is carried out. */
export interface TransactionOptions {
  /** true: its statements may take any time, as changes of large tables do. */
  readonly unlimited?: boolean;
}

/** An open database, below the repositories. */
export interface Store {
  readonly dialect: Dialect;
  /** Bytes the longest text may have; beyond it, MySQL and MariaDB cut the connection. */
  readonly longestText: number;
  /** Reads what is committed. Every statement sees its own moment. May be run again after a lost connection. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * Runs one single statement that changes something, which is a transaction by itself. `uncertain` is true where
   * the connection broke in an attempt before: it may have been carried out although its answer was lost.
   */
  statement<T>(work: (session: Session, uncertain: boolean) => Promise<T>): Promise<T>;
  /** Runs several statements as one transaction, undone if `work` throws. `uncertain` as in {@link statement}. */
  transaction<T>(
    work: (session: Session, uncertain: boolean) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  /**
   * Runs statements, known beforehand, as one transaction. The first one decides: where it touches no row, or
   * makes one that is there, nothing is written. On sqlite this takes one call of the driver instead of one for each statement.
   */
  batch(statements: readonly Statement[]): Promise<BatchOutcome>;
  close(): Promise<void>;
}
