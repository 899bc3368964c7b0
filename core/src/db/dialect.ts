/** The kinds of database Inspector works with; MariaDB counts as `mysql`. */
export type Dialect = 'sqlite' | 'mysql' | 'postgres';

/** An expression that reads a time as text, microseconds kept. */
export function timeColumn(dialect: Dialect, column: string): string {
  if (dialect === 'sqlite') return column;
  if (dialect === 'mysql') return `CAST(${column} AS CHAR)`;
  return `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.US')`;
}

/**
 * The end of an INSERT that makes it an update where the row is there.
 *
 * @param keys the columns of the primary key
 * @param columns the columns that are overwritten
 */
export function orUpdate(dialect: Dialect, keys: readonly string[], columns: readonly string[]): string {
  if (dialect === 'mysql') {
    return `ON DUPLICATE KEY UPDATE ${columns.map((name) => `${name} = VALUES(${name})`).join(', ')}`;
  }
  const assignments = columns.map((name) => `${name} = excluded.${name}`).join(', ');
  return `ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${assignments}`;
}

/** Placeholders for a list: `?, ?, ?`. */
export function marks(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}

/** Rows of placeholders for an INSERT: `(?, ?), (?, ?)`. */
export function markRows(rows: number, columns: number): string {
  return Array.from({ length: rows }, () => `(${marks(columns)})`).join(', ');
}

/** The end of a SELECT that keeps others from changing the row until the transaction ends. */
export function forUpdate(dialect: Dialect): string {
  return dialect === 'sqlite' ? '' : ' FOR UPDATE';
}
