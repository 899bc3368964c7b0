import type { Database as Driver, RunResult, Statement } from 'sqlite3';
import type { Row, Session, SqlValue } from './session.js';

/** Longer parameters make the statement a one-off: a kept one would hold on to their memory. */
const LONG_PARAMETER = 65_536;
/** Statements kept; texts vary only in the length of their lists, so there are few. */
const KEPT_STATEMENTS = 200;

/**
 * Statements on one connection to an sqlite file. They are prepared once and kept, which takes a third of the time
 * of Sequelize's own way of running them.
 */
export class SqliteConnection implements Session {
  readonly dialect = 'sqlite';
  readonly #driver: Driver;
  readonly #statements = new Map<string, Promise<Statement>>();
  /** Those of them that are prepared: most statements need not wait for that. */
  readonly #prepared = new Map<string, Statement>();

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  async all(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    const kept = this.#ready(sql, parameters) ?? (await this.#kept(sql, parameters));
    return new Promise((resolve, reject) => {
      const done = (error: Error | null, rows: Row[]): void => (error ? reject(error) : resolve(rows));
      if (kept === undefined) this.#driver.all(sql, parameters, done);
      else kept.all(parameters, done);
    });
  }

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    const kept = this.#ready(sql, parameters) ?? (await this.#kept(sql, parameters));
    return new Promise((resolve, reject) => {
      const done = function (this: RunResult, error: Error | null): void {
        if (error) reject(error);
        else resolve(this.changes);
      };
      if (kept === undefined) this.#driver.run(sql, parameters, done);
      else kept.run(parameters, done);
    });
  }

  /** Runs a text of several statements in one call, up to the first that fails. */
  script(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#driver.exec(text, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  /** Ends the kept statements and the connection. */
  async close(): Promise<void> {
    const kept = await Promise.allSettled(this.#statements.values());
    this.#statements.clear();
    this.#prepared.clear();
    for (const statement of kept) if (statement.status === 'fulfilled') statement.value.finalize();
    await new Promise<void>((resolve, reject) => {
      this.#driver.close((error) => (error ? reject(error) : resolve()));
    });
  }

  #ready(sql: string, parameters: readonly SqlValue[]): Statement | undefined {
    return hasLong(parameters) ? undefined : this.#prepared.get(sql);
  }

  #kept(sql: string, parameters: readonly SqlValue[]): Promise<Statement> | undefined {
    if (hasLong(parameters)) return undefined;
    const kept = this.#statements.get(sql);
    if (kept !== undefined || this.#statements.size >= KEPT_STATEMENTS) return kept;
    const prepared = new Promise<Statement>((resolve, reject) => {
      const statement = this.#driver.prepare(sql, (error: Error | null) => {
        if (error === null) {
          this.#prepared.set(sql, statement);
          return resolve(statement);
        }
        this.#statements.delete(sql);
        return reject(error);
      });
    });
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

const hasLong = (parameters: readonly SqlValue[]): boolean =>
  parameters.some(
    (value) => (typeof value === 'string' || Buffer.isBuffer(value)) && value.length > LONG_PARAMETER,
  );
