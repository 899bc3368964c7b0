import type { Dialect } from './dialect.js';

/** What a statement may be given for its `?`. */
export type SqlValue = string | number | boolean | null;
/** A row as the driver gives it; columns are checked where they are read. */
export type Row = Readonly<Record<string, unknown>>;

/** Where statements run: one connection, or inside one transaction. Parameters are written `?`. */
export interface Session {
  readonly dialect: Dialect;
  /** Runs a statement and answers its rows. */
  all(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
  /** Runs a statement and answers how many rows it touched. */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<number>;
}

/** An open database, below the repositories. */
export interface Store {
  readonly dialect: Dialect;
  /** Reads what is committed. Every statement sees its own moment. May be run again after a lost connection. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * Runs one single statement that changes something, which is a transaction by itself. `attempt` counts from 1:
   * from 2 on, an earlier attempt may have been carried out although its answer was lost.
   */
  statement<T>(work: (session: Session, attempt: number) => Promise<T>): Promise<T>;
  /** Runs several statements as one transaction, undone if `work` throws. `attempt` as in {@link statement}. */
  transaction<T>(work: (session: Session, attempt: number) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
