import type { Session, SqlValue, Statement } from './session.js';
import type { SqliteConnection } from './sqlite-connection.js';
import type { WriteQueue } from './write-queue.js';

/** The constraint of the table that makes a script end where its first statement touched no row. */
const GUARD = 'inspector_first_statement';
const NO_TRANSACTION = 'no transaction is active';

interface Waiting {
  readonly script: string;
  readonly resolve: (written: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** A value as sqlite reads it in the text of a statement. */
function literal(value: SqlValue): string {
  if (value === null) return 'NULL';
  if (Buffer.isBuffer(value)) return `X'${value.toString('hex')}'`;
  if (typeof value !== 'string') return String(Number(value));
  // the text of a statement ends at a NUL
  if (value.includes('\0')) return `CAST(X'${Buffer.from(value).toString('hex')}' AS TEXT)`;
  return `'${value.replaceAll("'", "''")}'`;
}

function filled({ sql, parameters = [] }: Statement): string {
  const [head = '', ...rest] = sql.split('?');
  return rest.reduce((text, part, index) => text + literal(parameters[index] ?? null) + part, head);
}

function scriptOf([first, ...others]: readonly Statement[]): string {
  if (first === undefined) return '';
  const guard = `UPDATE temp.${GUARD} SET touched = changes()`;
  return [filled(first), guard, ...others.map(filled)].join(';\n');
}

const isRefusal = (error: unknown): boolean =>
  error instanceof Error && error.message.includes(`CHECK constraint failed: ${GUARD}`);

/** Undoes the transaction of a connection, if sqlite has not done so itself, as it does when the disk is full. */
export async function rollBack(writer: Session): Promise<void> {
  try {
    await writer.run('ROLLBACK');
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes(NO_TRANSACTION)) throw error;
  }
}

/**
 * Batches of statements on the connection that writes. A batch is one call of the driver, whatever it consists of: the
 * way into a thread of the driver and back takes longer than the statement itself. All batches that wait for their turn
 * are one transaction, so they share what it costs to bring it to the disk. Where one of them fails, each is run alone.
 */
export class SqliteBatches {
  readonly #writer: SqliteConnection;
  readonly #queue: WriteQueue;
  #waiting: Waiting[] = [];

  /** @param writer - a connection that {@link prepare} was called for */
  constructor(writer: SqliteConnection, queue: WriteQueue) {
    this.#writer = writer;
    this.#queue = queue;
  }

  /** Gives a connection the table that ends a script early. */
  static async prepare(writer: SqliteConnection): Promise<void> {
    await writer.script(
      `PRAGMA temp_store = MEMORY;
      CREATE TEMP TABLE ${GUARD} (touched INTEGER, CONSTRAINT ${GUARD} CHECK (touched > 0));
      INSERT INTO temp.${GUARD} VALUES (1);`,
    );
  }

  /** Runs a batch when its turn comes; false, and nothing is written, when its first statement touches no row. */
  run(statements: readonly Statement[]): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ script: scriptOf(statements), resolve, reject });
      if (this.#waiting.length === 1) void this.#queue(() => this.#write());
    });
  }

  async #write(): Promise<void> {
    const together = this.#waiting;
    this.#waiting = [];
    try {
      await this.#transaction(together.map(({ script }) => script));
      for (const { resolve } of together) resolve(true);
    } catch (error) {
      const [only, ...others] = together;
      if (only !== undefined && others.length === 0) settle(only, error);
      else for (const batch of together) await this.#alone(batch);
    }
  }

  async #alone(batch: Waiting): Promise<void> {
    try {
      await this.#transaction([batch.script]);
      batch.resolve(true);
    } catch (error) {
      settle(batch, error);
    }
  }

  async #transaction(scripts: readonly string[]): Promise<void> {
    try {
      await this.#writer.script(['BEGIN IMMEDIATE', ...scripts, 'COMMIT'].join(';\n'));
    } catch (error) {
      await rollBack(this.#writer);
      throw error;
    }
  }
}

function settle({ resolve, reject }: Waiting, error: unknown): void {
  if (isRefusal(error)) resolve(false);
  else reject(error);
}
