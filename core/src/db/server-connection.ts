import type { Connection as MysqlConnection } from 'mysql2';
import type { Client as PostgresClient, QueryResult } from 'pg';
import type { Row, Session, SqlValue } from './session.js';

/** Statements on one connection to MySQL or MariaDB. */
export class MysqlSession implements Session {
  readonly dialect = 'mysql';
  readonly #connection: MysqlConnection;

  constructor(connection: MysqlConnection) {
    this.#connection = connection;
  }

  async all(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    const rows = await this.#execute(sql, parameters);
    return Array.isArray(rows) ? (rows as Row[]) : [];
  }

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    const header = await this.#execute(sql, parameters);
    return Number((header as { affectedRows?: number }).affectedRows ?? 0);
  }

  #execute(sql: string, parameters: readonly SqlValue[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const done = (error: Error | null, result: unknown): void => (error ? reject(error) : resolve(result));
      // Statements without parameters (BEGIN, CREATE TABLE) are not worth preparing, and some cannot be.
      if (parameters.length === 0) this.#connection.query(sql, done);
      else this.#connection.execute(sql, [...parameters], done);
    });
  }
}

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

  constructor(client: PostgresClient) {
    this.#client = client;
  }

  async all(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.#query(sql, parameters)).rows;
  }

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return (await this.#query(sql, parameters)).rowCount ?? 0;
  }

  #query(sql: string, parameters: readonly SqlValue[]): Promise<QueryResult<Row>> {
    return parameters.length === 0
      ? this.#client.query<Row>(sql)
      : this.#client.query<Row>(toNumbered(sql), parameters.map(withoutZero));
  }
}
