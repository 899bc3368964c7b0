import type { Connection as MysqlConnection } from 'mysql2';
import type { Client as PostgresClient, QueryResult } from 'pg';
import { InspectorError } from '@inspector/plugin-api';
import { answered } from './answered.js';
import { isEnded, scriptOf, transactionOf } from './mysql-script.js';
import { failureKind } from './retry.js';
import type { Row, Session, SqlValue, Statement } from './session.js';

/** What statements of a connection may take. */
export interface StatementLimits {
  /** Bytes the parameters of a statement may have together; MySQL and MariaDB drop the connection beyond. */
  readonly longest?: number;
  /** Milliseconds until a statement without an answer counts as a lost connection; 0: any time. */
  readonly milliseconds: number;
}

/** Statements on one connection to MySQL or MariaDB. */
export class MysqlSession implements Session {
  readonly dialect = 'mysql';
  readonly #connection: MysqlConnection;
  readonly #longest: number;
  readonly #milliseconds: number;

  constructor(
    connection: MysqlConnection,
    { longest = Number.POSITIVE_INFINITY, milliseconds }: StatementLimits,
  ) {
    this.#connection = connection;
    this.#longest = longest;
    this.#milliseconds = milliseconds;
  }

  async all(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    const rows = await this.#execute(sql, parameters);
    return Array.isArray(rows) ? (rows as Row[]) : [];
  }

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    const header = await this.#execute(sql, parameters);
    return Number((header as { affectedRows?: number }).affectedRows ?? 0);
  }

  /**
   * Runs statements as one transaction in one exchange. The first one decides: where it touches no row, nothing is written.
   *
   * @returns whether it did touch one; undefined where the statements are too long for that, and nothing was done
   */
  async batch(statements: readonly Statement[]): Promise<boolean | undefined> {
    const script = scriptOf(transactionOf(statements), this.#longest);
    if (script === undefined) return undefined;
    try {
      await this.#script(script);
      return true;
    } catch (error) {
      if (failureKind(error) !== 'lost') await this.run('ROLLBACK');
      if (isEnded(error)) return false;
      throw error;
    }
  }

  async #execute(sql: string, parameters: readonly SqlValue[]): Promise<unknown> {
    assertShort(parameters, this.#longest);
    return this.#answer((done) => {
      // Statements without parameters (BEGIN, CREATE TABLE) are not worth preparing, and some cannot be.
      if (parameters.length === 0) this.#connection.query(sql, done);
      else this.#connection.execute(sql, [...parameters], done);
    });
  }

  /** Values are written into a script by the driver, in quotes. */
  #script({ sql, parameters = [] }: Statement): Promise<unknown> {
    return this.#answer((done) => this.#connection.query(sql, [...parameters], done));
  }

  #answer(send: (done: (error: Error | null, result: unknown) => void) => void): Promise<unknown> {
    const answer = new Promise((resolve, reject) => {
      send((error, result) => (error ? reject(error) : resolve(result)));
    });
    return answered(answer, this.#milliseconds);
  }
}

/**
 * Refuses what the server would answer by closing the connection. That would look like an outage, and would be tried
 * again without hope.
 *
 * @throws InspectorError `INSP_DB_TOO_LONG`
 */
export function assertShort(parameters: readonly SqlValue[], longest: number): void {
  let most = 0;
  for (const value of parameters) {
    if (typeof value === 'string') most += value.length * MOST_BYTES;
    else if (Buffer.isBuffer(value)) most += value.length;
  }
  if (most <= longest) return;
  let bytes = 0;
  for (const value of parameters) {
    if (typeof value === 'string' || Buffer.isBuffer(value)) bytes += Buffer.byteLength(value);
  }
  if (bytes <= longest) return;
  throw new InspectorError(
    'INSP_DB_TOO_LONG',
    `A statement has texts of ${bytes} bytes, and the database server takes ${longest}. ` +
      'Set a larger max_allowed_packet in its configuration.',
  );
}

/** Bytes of UTF-8 that one character of a JavaScript text takes at most. */
const MOST_BYTES = 3;

const numbered = new Map<string, string>();

/** Turns `?` into `$1`, `$2`, …; statements of this folder have no `?` of another meaning. */
function toNumbered(sql: string): string {
  const known = numbered.get(sql);
  if (known !== undefined) return known;
  let count = 0;
  const text = sql.replace(/\?/g, () => `$${(count += 1)}`);
  if (numbered.size < 1000) numbered.set(sql, text);
  return text;
}

/** PostgreSQL refuses texts with the character zero, and a record must take the error text of any ramdisk. */
const withoutZero = (value: SqlValue): SqlValue =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;

/** Statements on one connection to PostgreSQL. */
export class PostgresSession implements Session {
  readonly dialect = 'postgres';
  readonly #client: PostgresClient;
  readonly #milliseconds: number;

  constructor(client: PostgresClient, { milliseconds }: StatementLimits) {
    this.#client = client;
    this.#milliseconds = milliseconds;
  }

  async all(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.#query(sql, parameters)).rows;
  }

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return (await this.#query(sql, parameters)).rowCount ?? 0;
  }

  #query(sql: string, parameters: readonly SqlValue[]): Promise<QueryResult<Row>> {
    const answer =
      parameters.length === 0
        ? this.#client.query<Row>(sql)
        : this.#client.query<Row>(toNumbered(sql), parameters.map(withoutZero));
    return answered(answer, this.#milliseconds);
  }
}
